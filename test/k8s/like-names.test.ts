import { render } from '../../k8s/index';
import { find, platformFrom, readBack } from './manifests';

// A cache needs no set-up and the worker no migration, so that their names are free for services.
const objects = readBack(
  render(
    platformFrom(
      `services:
  cache-provision: { image: "web:1", ports: { http: 8080 }, uses: [cache] }
  worker: { image: "web:1" }
  worker-migrate: { image: "web:1" }
resources:
  cache: { kind: redis, auth: none }
`,
      ', kubernetes: { workloads: { cache: { labels: { team: a } }, worker: { labels: { team: b } } } }',
    ),
  ),
);

describe('a workload with a name that would be made for another', () => {
  it('has its own objects, each once', () => {
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names).toContain('NetworkPolicy/cache-provision');
    expect(names).toContain('Deployment/worker-migrate');
  });

  it('has its own settings, not those of the other', () => {
    const teamOf = (name: string) => find(objects, name).metadata.labels['team'];
    expect(['StatefulSet/cache', 'Deployment/worker'].map(teamOf)).toEqual(['a', 'b']);
    expect(['Deployment/cache-provision', 'Deployment/worker-migrate'].map(teamOf)).toEqual([undefined, undefined]);
  });
});
