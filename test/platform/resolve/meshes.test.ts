import { loadText, type Platform, resolve } from '../../../platform/index';
import { platform } from '../cases/describe';

const sections = `
services:
  geo: { build: geo, ports: { grpc: 8083, metrics: 9100 }, uses: [registry] }
  search: { build: search, ports: { grpc: 8082, udp: 7946 }, calls: [geo] }
  worker: { build: worker, health: none }
  lab: { build: lab, ports: { http: 80 }, only: [stage] }
jobs:
  load: { build: load }
resources:
  registry: { kind: container, image: "consul:1", ports: { http: 8500, dns: { number: 8600, protocol: udp } } }
meshes:
  discovery: [search, geo, registry.http, worker, load, lab]`;

function resolved(text: string, environment = 'dev'): Platform {
  const { document, problems } = loadText('platform.yaml', text);
  const result = document && resolve(document, environment);
  if (result?.platform === undefined) throw new Error(JSON.stringify([problems, result?.problems]));
  return result.platform;
}

const lines = ({ flows }: Platform, only?: string) =>
  flows
    .filter(({ mesh }) => only === undefined || mesh === only)
    .map(({ from, to, port, protocol }) => `${from.name} ${to.name} ${port}/${protocol}`);

describe('a mesh', () => {
  const whole = resolved(`${platform(sections)}  stage: { runtime: compose }\n`);

  it('has the members that exist in the environment, with the ports that serve callers or that are named', () => {
    expect(whole.meshes).toEqual([
      {
        name: 'discovery',
        members: [
          { kind: 'service', name: 'geo', ports: ['grpc'] },
          { kind: 'job', name: 'load', ports: [] },
          { kind: 'resource', name: 'registry', ports: ['http'] },
          { kind: 'service', name: 'search', ports: ['grpc', 'udp'] },
          { kind: 'service', name: 'worker', ports: [] },
        ],
      },
    ]);
  });

  it('lets every member open those of the others and of further replicas of its own, over what carries them', () => {
    const members = ['geo', 'load', 'registry', 'search', 'worker'];
    const open = ['geo 8083/tcp', 'registry 8500/tcp', 'search 8082/tcp', 'search 7946/udp'];
    const all = members.flatMap((from) => open.map((to) => `${from} ${to}`));
    expect(
      lines(whole)
        .filter((line) => line !== 'geo registry 8600/udp')
        .sort(),
    ).toEqual(all.sort());
  });

  it('leaves to edges what they open anyway: that is found by name', () => {
    const byEdge = lines(whole, '').sort();
    expect(byEdge).toEqual(['geo registry 8500/tcp', 'geo registry 8600/udp', 'search geo 8083/tcp']);
  });

  it('has no variables: members learn of one another from the registry', () => {
    const worker = whole.services.find(({ name }) => name === 'worker');
    expect(worker?.env.filter(({ name }) => /GEO|SEARCH|REGISTRY/.test(name))).toEqual([]);
  });

  it('has other members in an environment that says so, and is gone where it says null', () => {
    const other = (meshes: string) =>
      resolved(`${platform(sections, `runtime: compose\nmeshes: ${meshes}`)}  stage: { runtime: compose }\n`).meshes;
    expect(other('{ discovery: [geo, search] }')[0]?.members.map(({ name }) => name)).toEqual(['geo', 'search']);
    expect(other('{ discovery: null }')).toEqual([]);
  });

  it('is gone where an environment has none of its members', () => {
    const text = `platform: shop
services: { lab: { build: lab, ports: { http: 80 }, only: [stage] }, api: { build: api } }
meshes: { tests: [lab] }
environments: { dev: { runtime: compose }, stage: { runtime: compose } }
`;
    expect(resolved(text).meshes).toEqual([]);
    expect(lines(resolved(text, 'stage'))).toEqual(['lab lab 80/tcp']);
  });
});
