import { render } from '../../k8s/index';
import { platformFrom, readBack, templateOf } from './manifests';

interface Init {
  readonly name: string;
  readonly command?: readonly string[];
}

/** What the pods of one name wait for: `bao 8200`. */
function waitsOf(body: string, name = 'web'): string[] {
  const templates = readBack(render(platformFrom(body)))
    .filter(({ metadata, kind }) => metadata.name === name && kind !== 'Service')
    .flatMap((object) => templateOf(object) ?? []);
  const init = templates.flatMap(({ spec }): readonly Init[] => spec.initContainers ?? []);
  return init.flatMap(({ name: step, command }) => {
    const [, host, port] = /nc -w 2 (\S+) (\d+) /.exec(command?.at(-1) ?? '') ?? [];
    return host === undefined ? [] : [`${step}: ${host} ${port}`];
  });
}

const bao = 'resources: { bao: { kind: openbao } }';

describe('a workload that comes after a server', () => {
  it('waits for the port that callers use, which answers once the check of the server says so', () => {
    const body = `services: { web: { image: "web:1", uses: [bao], after: { bao: healthy } } }\n${bao}`;
    expect(waitsOf(body)).toEqual(['wait-for-bao: bao 8200']);
    const set = readBack(render(platformFrom(body))).find(
      ({ metadata, kind }) => kind === 'StatefulSet' && metadata.name === 'bao',
    );
    expect(templateOf(set!)!.spec.containers[0]!.readinessProbe).toBeDefined();
  });

  it('waits for a store of any kind, and by the number that its callers have', () => {
    const body = `services: { web: { image: "web:1", uses: [main.web, cache, docs], after: [main, cache, docs] } }
resources: { main: { kind: postgres, databases: [web] }, cache: { kind: redis }, docs: { kind: container, image: "docs:1", ports: { tcp: { number: 27017, as: 27000 } }, health: { tcp: true } } }`;
    expect(waitsOf(body)).toEqual([
      'wait-for-cache: cache 6379',
      'wait-for-docs: docs 27000',
      'wait-for-main: main 5432',
    ]);
  });

  it('waits at the port that it may open, where it may not open all', () => {
    const body = `services: { web: { image: "web:1", uses: [docs.admin], after: { docs: started } } }
resources: { docs: { kind: container, image: "docs:1", ports: { http: 8080, admin: 9000 } } }`;
    expect(waitsOf(body)).toEqual(['wait-for-docs: docs 9000']);
  });

  it('may run by a schedule, which has no step of the pipeline before it', () => {
    const body = `jobs: { nightly: { image: "a:1", schedule: "0 3 * * *", uses: [bao], after: { bao: healthy } } }\n${bao}`;
    expect(waitsOf(body, 'nightly')).toEqual(['wait-for-bao: bao 8200']);
  });

  it('waits for none that is elsewhere, and for none that it only uses: the pipeline has set that up', () => {
    const body = `services: { web: { image: "web:1", uses: [far, bao], after: [far] } }
resources: { bao: { kind: openbao }, far: { kind: redis, provider: external, external: { host: far.example.com } } }`;
    expect(waitsOf(body)).toEqual([]);
  });
});
