import { limits, render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { type Data, find, mainOf, platformFrom, readBack, templateOf } from './manifests';

const platform = platformFrom(`services:
  api: { image: "api:1", ports: { http: { number: 8080, as: 80 } } }
jobs:
  seed: { image: "seed:1", uses: [charts] }
  fill: { image: "fill:1" }
resources:
  search: { kind: elasticsearch }
  main: { kind: postgres, databases: { grafana: {} } }
  board: { kind: kibana, uses: [search], after: { search: healthy }, env: { ELASTICSEARCH_HOSTS: "\${search.url}" } }
  charts: { kind: grafana, calls: [api], uses: [main.grafana], after: { api: started, fill: completed },
    init: { warm: { image: "warm:1" } }, sidecars: { renderer: { image: "renderer:1", writable: [/cache] } } }`);
const files = render(platform);
const objects = readBack(files);
const fileOf = (target: string) => find(objects, target).file;

describe('a server with edges on Kubernetes', () => {
  it('stands with the services, after the stores that it needs; one without stays with the stores', () => {
    expect(fileOf('StatefulSet/charts')).toBe('services/charts.yaml');
    expect(fileOf('StatefulSet/board')).toBe('services/board.yaml');
    expect(fileOf('StatefulSet/search')).toBe('base/stores/search.yaml');
    expect(fileOf('StatefulSet/main')).toBe('base/stores/main.yaml');
  });

  it('comes before the jobs that use it, and after those that it waits for', () => {
    expect(fileOf('Job/seed')).toBe('jobs/seed.yaml');
    expect(fileOf('Job/fill')).toBe('migrate/fill.yaml');
  });

  it('waits for a service and for a server, has what runs before it and beside it', () => {
    const init = (name: string) =>
      templateOf(find(objects, `StatefulSet/${name}`))!.spec.initContainers!.map((each: Data) => [
        each.name,
        each.restartPolicy,
      ]);
    expect(init('charts')).toEqual([
      ['wait-for-api', undefined],
      ['warm', undefined],
      ['renderer', 'Always'],
    ]);
    expect(init('board')).toEqual([['wait-for-search', undefined]]);
  });

  it('keeps its data as a server without edges does', () => {
    const { volumeClaimTemplates } = find(objects, 'StatefulSet/charts').spec;
    expect(volumeClaimTemplates.map(({ metadata }: Data) => metadata.name)).toEqual(['data']);
  });

  it('opens what its edges say on both sides', () => {
    const named = (peers: Data[]) => peers.map((peer) => peer.podSelector.matchLabels['app.kubernetes.io/name']);
    const out = find(objects, 'NetworkPolicy/charts').spec.egress.map(({ to, ports }: Data) => [
      named(to)[0],
      ports[0].port,
    ]);
    expect(out).toEqual([
      ['api', 8080],
      ['main', 5432],
    ]);
    expect(named(find(objects, 'NetworkPolicy/api').spec.ingress[0].from)).toEqual(['charts']);
    expect(named(find(objects, 'NetworkPolicy/search').spec.ingress[0].from)).toEqual(['board']);
  });

  it('is told the address and the password along its edge', () => {
    const env = mainOf(find(objects, 'StatefulSet/board')).env as Data[];
    expect(JSON.stringify(env)).toContain('search-admin');
    expect(env.find(({ name }) => name === 'ELASTICSEARCH_HOSTS').value).toContain('@search:9200');
  });

  it('is valid, and as restricted as any pod', () => {
    expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
    const templates = objects.flatMap((each) => templateOf(each) ?? []);
    expect(templates.flatMap(({ spec, metadata }) => podSecurityProblems(spec, metadata.annotations))).toEqual([]);
  });

  it('refuses to wait where nothing may be opened', () => {
    const other = platformFrom(
      'services: { api: { image: "api:1", ports: { http: 80 } } }\nresources: { hub: { kind: container, image: "hub:1", after: [api] } }',
    );
    const found = limits.flatMap((limit) => limit.find(other).map((path) => [limit.code, ...path].join(' ')));
    expect(found).toEqual(['unsupported-after resources hub after']);
  });
});
