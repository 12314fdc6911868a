import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { platformOf } from '../support/platforms';
import { type Container, createJobs, helper, inspectAll, removeJobs } from './support/inspect';
import { docker, say } from './support/run';
import { project, publishedPort } from './support/shop';

const platform = platformOf('shop', 'local');

/** How one end finds another. */
type Way = 'name' | 'address';

/** `orders users 9090`: who opens, whom, and which port. */
const allowed = new Set<string>([
  ...platform.flows.map(
    ({ from, to, port }) => `${from.kind === 'gateway' ? 'gateway' : from.name} ${to.name} ${port}`,
  ),
  // A migration opens what its service may, of the stores that it works on.
  ...platform.services.flatMap(({ name, migrate }) =>
    platform.flows
      .filter(({ from, to }) => from.name === name && migrate?.uses.some((use) => use.resource === to.name))
      .map(({ to, port }) => `${name}-migrate ${to.name} ${port}`),
  ),
  // A step that sets up a store opens that.
  ...platform.resources.flatMap(({ name, kind }) =>
    kind === 'postgres' || kind === 'kafka' ? [`${name}-provision ${name} ${portOf(name)}`] : [],
  ),
]);

/** Everything that listens, with every port of it. */
const targets = new Map<string, number[]>([
  ...platform.services.map(({ name, ports }): [string, number[]] => [name, ports.map(({ number }) => number)]),
  ...platform.resources.map(({ name }): [string, number[]] => [name, [portOf(name)]]),
  ['gateway', [platform.gateway.port]],
]);

function portOf(resource: string): number {
  const flow = platform.flows.find(({ to }) => to.name === resource);
  if (flow === undefined) throw new Error(`nobody opens ${resource}`);
  return flow.port;
}

/**
 * Two ends with a flow share a network, and Compose has no rules inside one: neither direction nor port (decision 5). A
 * migration is on networks of its service, and so beside it.
 */
function shareNetwork(triple: string): boolean {
  const [one = '', other = ''] = triple.split(' ');
  if (one === `${other}-migrate`) return true;
  return [...allowed].some((flow) => flow.startsWith(`${one} ${other} `) || flow.startsWith(`${other} ${one} `));
}

describe('networks of running containers', () => {
  let all: Map<string, Container>;
  /** Who runs where: those that have ended are stood in for by a container on the same networks. */
  const sources = new Map<string, string>();
  const standIns: string[] = [];
  /** By `orders users 9090`: the ways that were tried, and those of them that opened it. */
  const tried = new Map<string, Way[]>();
  const opened = new Map<string, Way[]>();

  beforeAll(async () => {
    await createJobs(platform);
    all = await inspectAll();
    for (const [name, container] of all) {
      const networks = networkNames(container);
      if (networks.includes('none')) continue;
      sources.set(name, container.State.Running ? container.Id : await standIn(name, networks));
    }
    for (const [source, id] of sources) {
      const lines = await helper(['--network', `container:${id}`], probe(source));
      for (const line of lines.split('\n')) {
        const [, flow = '', way = '', result] = /^(\S+ \S+ \d+) (name|address) (open|closed)$/.exec(line) ?? [];
        tried.set(flow, [...waysOf(tried, flow), way as Way]);
        if (result === 'open') opened.set(flow, [...waysOf(opened, flow), way as Way]);
      }
    }
  });

  afterAll(async () => {
    if (standIns.length > 0) await docker('rm', '--force', ...standIns);
    await removeJobs(platform);
  });

  async function standIn(name: string, networks: readonly string[]): Promise<string> {
    const container = `${project}-as-${name}`;
    standIns.push(container);
    const [first = '', ...others] = networks;
    await helper(['--detach', '--name', container, '--network', first], 'sleep 300');
    for (const network of others) await docker('network', 'connect', network, container);
    return container;
  }

  /** Tries every port of every other end, by each of its addresses and by its name, all at once. */
  function probe(source: string): string {
    const lines = [...targets].flatMap(([target, ports]) => {
      if (target === source) return [];
      const { Networks } = all.get(target)!.NetworkSettings;
      const addresses = Object.values(Networks).map(({ IPAddress }) => IPAddress);
      const ways: [Way, string][] = [['name', target], ...addresses.map((each): [Way, string] => ['address', each])];
      return ports.flatMap((port) =>
        ways.map(([way, host]) => {
          const line = `echo ${source} ${target} ${port} ${way}`;
          // With -e it ends well as soon as it is connected; not every busybox has -z.
          return `(if nc -w 1 ${host} ${port} -e true; then ${line} open; else ${line} closed; fi) &`;
        }),
      );
    });
    return ['exec 2>/dev/null', ...lines, 'wait'].join('\n');
  }

  it('were tried from every end to every port of every other end, by name and by address', () => {
    const ends = [...sources.keys()];
    expect(ends).toEqual(expect.arrayContaining([...targets.keys(), ...platform.jobs.map(({ name }) => name)]));
    const expected = ends.flatMap((from) =>
      [...targets].flatMap(([to, ports]) => (from === to ? [] : ports.map((port) => `${from} ${to} ${port}`))),
    );
    expect([...tried.keys()].sort()).toEqual(expected.sort());
    const once = [...tried].filter(([, ways]) => !ways.includes('name') || !ways.includes('address'));
    expect(once).toEqual([]);
  });

  it.each([...allowed])('open what the platform lets open, by name and by address: %s', (flow) => {
    expect(waysOf(opened, flow)).toEqual(expect.arrayContaining(['name', 'address']));
  });

  it('refuse what it does not, by name and by address', () => {
    const apart = [...tried.keys()].filter((flow) => !shareNetwork(flow));
    expect(apart.length).toBeGreaterThan(100);
    expect(apart.filter((flow) => opened.has(flow))).toEqual([]);
    const beside = [...opened.keys()].filter((flow) => !allowed.has(flow));
    say(`open without a flow, between two that may speak:\n  ${beside.sort().join('\n  ')}`);
  });

  it('lead out of the machine only for who may open addresses outside, and for the gateway', async () => {
    const names = [...new Set([...all.values()].flatMap(networkNames))].filter((name) => name !== 'none');
    const lines = (await docker('network', 'inspect', '--format', '{{.Name}} {{.Internal}}', ...names)).split('\n');
    expect(lines).toHaveLength(names.length);
    const open = lines.filter((line) => line.endsWith(' false')).map((line) => line.split(' ')[0]);
    const out = [...all].filter(([, each]) => networkNames(each).some((name) => open.includes(name)));
    const egress = platform.services
      .filter((service) => service.egress.length > 0)
      .flatMap(({ name, migrate }) => (migrate === null ? [name] : [name, `${name}-migrate`]));
    expect(out.map(([name]) => name).sort()).toEqual([...egress, 'gateway'].sort());
  });

  it('publish the gateway on the loopback address alone', async () => {
    const port = publishedPort();
    const others = Object.values(networkInterfaces())
      .flatMap((list = []) => list)
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    expect(others.length).toBeGreaterThan(0);
    expect(await opens('127.0.0.1', port)).toBe(true);
    for (const { address } of others) expect([address, await opens(address, port)]).toEqual([address, false]);
  });
});

function waysOf(flows: ReadonlyMap<string, Way[]>, flow: string): Way[] {
  return flows.get(flow) ?? [];
}

function networkNames({ NetworkSettings }: Container): string[] {
  return Object.keys(NetworkSettings.Networks);
}

function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });
}
