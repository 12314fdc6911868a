import { limits } from '../../compose/index';
import { output, platformFrom } from './workshop';

const group = (more: string, members = '[geo, hub, search]') =>
  platformFrom(`
services:
  geo: { image: "geo:1", ports: { grpc: 9090 }, uses: [hub, docs] }
  search: { image: "search:1", ports: { grpc: 9091 }, calls: [geo], uses: [hub], scale: 2, aliases: [find] }
  web: { image: "web:1", ports: { http: 8080 }, routes: /, calls: [search], uses: [cache] }
resources:
  hub: { kind: container, image: "consul:1", ports: { http: 8500 } }
  docs: { kind: container, image: "mongo:8", ports: { tcp: 27017 } }
  cache: { kind: redis }
meshes: { discovery: ${members} }
${more}`);

describe('a mesh on Compose', () => {
  const { document, service } = output(group(''));
  const networks = (name: string) => Object.keys(service(name).networks ?? {});

  it('is the only network of its members, so that any address that they find is one that peers reach', () => {
    expect(['geo', 'search', 'hub'].map(networks)).toEqual([['discovery'], ['discovery'], ['discovery']]);
    expect(document.networks['discovery']!.internal).toBe(true);
  });

  it('has on it whom a member speaks with, beside the networks that these have anyway', () => {
    expect(networks('docs')).toEqual(['discovery']);
    expect(networks('web')).toEqual(['discovery', 'gateway_web', 'web_cache']);
    expect(networks('cache')).toEqual(['web_cache']);
  });

  it('knows every member by its names, and callers that serve nobody there by none', () => {
    expect(service('search').networks).toEqual({ discovery: { aliases: ['find'] } });
    expect(service('web').networks!['discovery']).toEqual({});
  });

  it('gives every replica an address there', () => {
    expect(service('search').deploy.replicas).toBe(2);
    expect(document.networks['discovery']).toEqual({ internal: true });
  });

  it('is held for a member with sidecars, and reached by what runs before it', () => {
    const made = output(
      platformFrom(`services:
  geo: { image: "geo:1", ports: { grpc: 9090 }, calls: [search], sidecars: { agent: { image: "consul:1" } }, init: { wait: { image: "wait:1" } } }
  search: { image: "search:1", ports: { grpc: 9091 } }
jobs: { load: { image: "load:1" } }
meshes: { discovery: [geo, search, load] }`),
    );
    expect(made.service('geo').network_mode).toBe('service:geo-network');
    expect(made.service('geo-agent').network_mode).toBe('service:geo-network');
    expect(made.service('geo-network').networks).toEqual({ discovery: { aliases: ['geo'] } });
    expect(made.service('geo-wait').networks).toEqual({ discovery: {} });
    expect(made.service('load').networks).toEqual({ discovery: {} });
    expect(Object.keys(made.document.networks)).toEqual(['discovery']);
  });

  it('leads out of the machine where a member may, by the same network', () => {
    const made = output(
      platformFrom(
        `services:
  geo: { image: "geo:1", ports: { grpc: 9090 }, egress: [{ cidr: 192.0.2.0/24, ports: [443] }] }
  dns: { image: "dns:1", ports: { udp: 5353 }, routes: [{ port: udp }] }
  search: { image: "search:1", ports: { grpc: 9091 } }
meshes: { discovery: [geo, search, dns] }`,
        'runtime: compose, accept: [unsupported-egress-ports]',
      ),
    );
    expect(made.document.networks).toEqual({ discovery: { internal: false } });
    expect(made.service('dns').ports).toHaveLength(1);
  });

  it('lets a migration reach the stores of its service there, and none that only others use', () => {
    const made = output(
      platformFrom(`services:
  geo: { image: "geo:1", ports: { grpc: 9090 }, uses: [main.geo], migrate: [/geo, migrate] }
resources: { main: { kind: postgres, databases: [geo] } }
meshes: { discovery: [geo] }`),
    );
    expect(Object.keys(made.service('geo-migrate').networks!)).toEqual(['discovery']);
    expect(Object.keys(made.service('main-provision').networks!)).toEqual(['main-provision_main']);
    expect(Object.keys(made.service('main').networks!)).toEqual(['discovery', 'main-provision_main']);
  });

  it('needs no acceptance where its members speak with one another alone', () => {
    const alone = platformFrom(`services:
  geo: { image: "geo:1", ports: { grpc: 9090 }, calls: [search] }
  search: { image: "search:1", ports: { grpc: 9091 } }
meshes: { discovery: [geo, search] }`);
    const own = limits.filter(({ runtimes }) => runtimes.includes('compose'));
    expect(own.flatMap((limit) => limit.find(alone).map((path) => [limit.code, ...path]))).toEqual([]);
  });
});

describe('an instance on Compose', () => {
  const one = (value: string) =>
    output(
      platformFrom(`services: { a: { image: "a:1", scale: 2, env: { AT: "${value}" }, contract: none } }`),
    ).service('a').environment;

  it('has the text in place of its address or of its name among several', () => {
    expect(one('at ${instance.ip:-0.0.0.0}')).toEqual({ AT: 'at 0.0.0.0' });
    expect(one('${instance.name:-a}!')).toEqual({ AT: 'a!' });
    expect(one('${instance.ip:-}')).toEqual({ AT: '' });
  });
});
