import { connections, programs, servers } from '../examples/hotel-reservation.facts';
import { Hotel } from './support/hotel';
import { type Container, helper } from './support/inspect';
import { docker } from './support/run';

/** The application in containers, from the rendered file: stand-ins do over the network what the authors' programs do. */
let hotel: Hotel;
const everyone = [...Object.keys(programs), ...Object.keys(servers)];
const containers = new Map<string, Container>();

async function start(environment: string): Promise<void> {
  hotel = new Hotel(environment);
  await hotel.up();
  for (const name of everyone) {
    const [found] = JSON.parse(await docker('inspect', await hotel.containerOf(name))) as Container[];
    containers.set(name, found!);
  }
}

/** From inside the network of a container: the programs have no shell. */
function from(name: string, command: string): Promise<string> {
  return helper(['--network', `container:${containers.get(name)!.Id}`], command);
}

function asked(name: string, path: string): Promise<string> {
  return from(name, `wget -q -T 5 -O - http://127.0.0.1:${programs[name]!.port}${path}`);
}

async function spans(): Promise<string[]> {
  return JSON.parse(await from('jaeger', 'wget -q -O - http://127.0.0.1:16686/api/services')).data.sort();
}

/** Where Consul says that a program is. */
async function registered(name: string): Promise<string[]> {
  const text = await from('consul', `wget -q -O - http://127.0.0.1:8500/v1/health/service/srv-${name}`);
  return JSON.parse(text).map((each: { Service: { Address: string } }) => each.Service.Address);
}

function addressesOf(name: string): string[] {
  return Object.values(containers.get(name)!.NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
}

/** `ProfileMemcAddress`: as the code names it. */
function keyOf(program: string, store: string): string {
  const prefix = programs[program]!.registersAs!.replace(/IP$/, '');
  return `${prefix}${store.startsWith('mongodb') ? 'Mongo' : 'Memc'}Address`;
}

const registering = Object.keys(programs).filter((name) => programs[name]!.registersAs !== null);

/** What the code of all programs does, on either kind of network. */
function reachesItsPeers(): void {
  it('is up: nineteen containers and the gateway, those with a check healthy', async () => {
    expect(everyone).toHaveLength(19);
    const lines = (await hotel.compose('ps', '--format', '{{.Service}} {{.State}} {{.Health}}')).trim().split('\n');
    expect(lines.sort()).toEqual([...everyone.map((name) => `${name} running healthy`), 'gateway running '].sort());
  });

  it('answers the public at the frontend, and runs without rights', async () => {
    const response = await hotel.ask('/');
    expect([response.status, await response.text()]).toEqual([200, 'frontend']);
    for (const name of Object.keys(programs)) expect(containers.get(name)!.Config.User).toBe('65532:65532');
  });

  const calls = Object.entries(programs).flatMap(([name, { calls: peers }]) =>
    peers.map((peer) => [name, peer] as const),
  );

  it.each(calls)('%s asks Consul for %s, and is answered by it', async (name, peer) => {
    expect(await asked(name, `/call/srv-${peer}`)).toBe(peer);
  });

  it('reaches, through the gateway, what the frontend calls', async () => {
    const response = await hotel.ask('/call/srv-search');
    expect([response.status, await response.text()]).toEqual([200, 'search']);
  });

  const stores = Object.entries(programs).flatMap(([name, theirs]) =>
    theirs.stores.map((store) => [name, store, keyOf(name, store)] as const),
  );

  it.each(stores)('%s opens %s, under the address that config.json gives it', async (name, store, key) => {
    expect(await asked(name, `/store/${key}`)).toBe(store);
  });

  it('has sent the spans of every program to Jaeger, by UDP', async () => {
    expect(await spans()).toEqual(Object.keys(programs).sort());
  });
}

describe('hotelReservation in a group, on one network as its authors run it', () => {
  beforeAll(() => start('flat'));
  afterAll(() => hotel.down());
  reachesItsPeers();

  it.each(registering)('%s has registered the one address that it has', async (name) => {
    expect(addressesOf(name)).toHaveLength(1);
    expect(await registered(name)).toEqual(addressesOf(name));
  });
});

describe('hotelReservation in containers, each edge a network', () => {
  beforeAll(() => start('local'));
  afterAll(() => hotel.down());
  reachesItsPeers();

  it.each(registering)('%s has registered its name, which leads each caller to it', async (name) => {
    expect(await registered(name)).toEqual([name]);
  });

  describe('what the code of nobody opens', () => whatNobodyOpens());
});

function whatNobodyOpens(): void {
  /** Every port by TCP of everyone. Spans go by UDP, which says nothing back: Jaeger's list says who got through. */
  const targets = new Map<string, readonly number[]>([
    ...Object.entries(programs).map(([name, { port }]): [string, number[]] => [name, [port]]),
    ...Object.entries(servers).map(([name, { port }]): [string, number[]] => [
      name,
      [name === 'jaeger' ? 16686 : port.number],
    ]),
  ]);
  const pairs = new Set(connections.map((each) => each.split(' ').slice(0, 2).join(' ')));
  /** Two that share a network may open each other: Compose has no rules inside one (decision 5). */
  const share = (one: string, other: string) => pairs.has(`${one} ${other}`) || pairs.has(`${other} ${one}`);
  const opened: string[] = [];
  let tried = 0;

  beforeAll(async () => {
    for (const source of everyone) {
      const lines = [...targets].flatMap(([target, ports]) => {
        if (target === source) return [];
        const hosts = [target, ...addressesOf(target)];
        return ports.flatMap((port) =>
          hosts.map((host) => `(nc -w 1 ${host} ${port} -e true && echo ${source} ${target}) &`),
        );
      });
      tried += lines.length;
      const found = await from(source, ['exec 2>/dev/null', ...lines, 'wait'].join('\n'));
      opened.push(...found.split('\n').filter((line) => line !== ''));
    }
  });

  it('was tried from everyone to everyone, by name and by each address', () => {
    expect(tried).toBeGreaterThan(everyone.length * (everyone.length - 1) * 2);
  });

  it('is open to those alone whose code opens it', () => {
    const apart = opened.filter((each) => !share(...(each.split(' ') as [string, string])));
    expect([...new Set(apart)]).toEqual([]);
    const tcp = connections
      .filter((each) => each.endsWith(' tcp'))
      .map((each) => each.split(' ').slice(0, 2).join(' '));
    expect([...new Set(opened)]).toEqual(expect.arrayContaining(tcp));
  });

  it('takes no spans of a server, which shares no network with Jaeger', async () => {
    const outsiders = Object.keys(servers).filter((name) => name !== 'jaeger');
    for (const name of outsiders) {
      const sends = ['jaeger', ...addressesOf('jaeger')].map((host) => `(echo -n ${name} | nc -u -w 1 ${host} 6831) &`);
      await from(name, ['exec 2>/dev/null', ...sends, 'wait'].join('\n'));
    }
    expect(await spans()).toEqual(Object.keys(programs).sort());
  });
}
