import type { Platform } from '../../platform/index';
import { type Document, output, platformFrom, type Service, workshop } from './workshop';

/** Networks of a service, through the container that holds them where there is one. */
function networksOf(document: Document, service: Service): string[] {
  const holder = /^service:(.*)$/.exec(service.network_mode ?? '')?.[1];
  return Object.keys((holder === undefined ? service : document.services[holder]!).networks ?? {});
}

/** Whose container it is: what only helps a workload or a store acts as that. */
function endOf(platform: Platform, name: string): string {
  const owner = [...platform.services, ...platform.jobs, ...platform.resources]
    .map((each) => each.name)
    .filter((each) => name === each || (name.startsWith(`${each}-`) && !name.endsWith('-provision')))
    .sort((one, other) => other.length - one.length)[0];
  return owner ?? name;
}

/** Each two ends that share a network, as `one two`. */
function reachable(platform: Platform, document: Document): Set<string> {
  const members = new Map<string, Set<string>>();
  for (const [name, service] of Object.entries(document.services)) {
    for (const network of networksOf(document, service)) {
      members.set(network, (members.get(network) ?? new Set()).add(endOf(platform, name)));
    }
  }
  const pairs = new Set<string>();
  for (const ends of members.values()) {
    for (const one of ends) for (const other of ends) if (one < other) pairs.add(`${one} ${other}`);
  }
  return pairs;
}

function expected(platform: Platform): Set<string> {
  const here = (name: string) => platform.resources.every((each) => each.name !== name || each.address.kind === 'own');
  const flows = platform.flows
    .filter((flow) => here(flow.to.name) && !(flow.from.kind === 'gateway' && flow.protocol === 'udp'))
    .map((flow) => [flow.from.kind === 'gateway' ? 'gateway' : flow.from.name, flow.to.name]);
  const setups = platform.resources
    .filter((each) => each.address.kind === 'own' && (each.kind === 'postgres' || each.kind === 'kafka'))
    .map((each) => [`${each.name}-provision`, each.name]);
  return new Set([...flows, ...setups].map((pair) => pair.sort().join(' ')));
}

describe('networks', () => {
  const platform = workshop();
  const { document, service } = output(platform);

  it('are shared by those whom the platform lets speak, and by nobody else', () => {
    expect([...reachable(platform, document)].sort()).toEqual([...expected(platform)].sort());
  });

  it('lead out of the machine only for who may open addresses outside, and into it only for what is published', () => {
    const open = Object.keys(document.networks).filter((name) => document.networks[name]!.internal === false);
    expect(open).toEqual(['courier.egress', 'gateway.public', 'sensor.public']);
    for (const name of open) {
      const members = Object.keys(document.services).filter(
        (each) => name in (document.services[each]!.networks ?? {}),
      );
      expect(members).toHaveLength(1);
    }
  });

  it('are all written down, and none is the one that Compose would make for everybody', () => {
    for (const [name, each] of Object.entries(document.services)) {
      expect([name, each.networks !== undefined || each.network_mode !== undefined]).toEqual([name, true]);
    }
    const used = Object.values(document.services).flatMap((each) => Object.keys(each.networks ?? {}));
    expect([...new Set(used)].sort()).toEqual(Object.keys(document.networks));
    expect(service('hermit').network_mode).toBe('none');
  });

  it('know a workload by its name and aliases, also where another container holds them', () => {
    expect(service('web').network_mode).toBe('service:web-network');
    expect(service('web-network').networks!['courier_web']).toEqual({ aliases: ['web', 'frontend'] });
    expect(service('web-network').expose).toEqual(['80', '8080']);
    expect(service('courier-proxy').network_mode).toBe('service:courier-network');
  });

  it('let a migration and an init container open what their service may, and be opened by nobody', () => {
    expect(Object.keys(service('api-migrate').networks!)).toEqual(['api_cache', 'api_main', 'api_search']);
    expect(Object.keys(service('web-warm').networks!)).toEqual(['web_api']);
  });

  it('publish nothing beyond this machine', () => {
    const published = Object.entries(document.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port.host_ip, port.published, port.target, port.protocol]),
    );
    expect(published).toEqual([
      ['gateway', '127.0.0.1', '1883', 1883, 'tcp'],
      ['gateway', '127.0.0.1', '8080', 8080, 'tcp'],
      ['sensor', '127.0.0.1', '15353', 5353, 'udp'],
    ]);
  });

  it('are one where two services call each other', () => {
    const both = platformFrom(`
services:
  a: { image: "a:1", ports: { http: 8080 }, calls: [b], aliases: [first] }
  b: { image: "b:1", ports: { http: 8080 }, calls: [a], aliases: [second] }`);
    const made = output(both);
    expect(Object.keys(made.document.networks)).toEqual(['a_b']);
    expect(made.service('a').networks).toEqual({ a_b: { aliases: ['first'] } });
    expect(made.service('b').networks).toEqual({ a_b: { aliases: ['second'] } });
  });
});

describe('ranges of networks', () => {
  const star = (count: number) => {
    const leaves = Array.from({ length: count }, (_, at) => `leaf-${at}`);
    const services = leaves.map((name) => `  ${name}: { image: "x:1", ports: { http: 8080 } }`).join('\n');
    return platformFrom(`services:\n  hub: { image: "x:1", calls: [${leaves.join(', ')}] }\n${services}`);
  };
  const rangesOf = (count: number) =>
    Object.values(output(star(count)).document.networks).map((network) => network.ipam?.config[0]?.subnet);

  it("are Docker's own while it has enough of them", () => {
    expect(rangesOf(24)).toEqual(Array(24).fill(undefined));
  });

  it('are chosen, apart from one another, where it has not', () => {
    const ranges = rangesOf(200);
    expect(new Set(ranges).size).toBe(200);
    for (const range of ranges) {
      const [, second, last] = /^10\.(\d+)\.\d+\.(\d+)\/26$/.exec(range!)!;
      expect(Number(second)).toBeGreaterThanOrEqual(192);
      expect(Number(last) % 64).toBe(0);
    }
  });

  it('stay where they are when another network comes', () => {
    const [before, after] = [output(star(40)).document.networks, output(star(41)).document.networks];
    expect(after).toMatchObject(before);
  });
});
