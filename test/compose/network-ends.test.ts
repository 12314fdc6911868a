import { attachment, type Edge, networksOf, waysOut } from '../../compose/networks';
import { platformFrom } from './workshop';

const edge = (network: string, peers: string[], calls: boolean, answers: boolean): Edge => ({
  network,
  peers,
  calls,
  answers,
});
/** Closed to the outside, or open. */
const closed = { internal: true };
const open = { internal: false };

describe('the ends of a network', () => {
  const platform = platformFrom(`
services:
  web: { image: "a:1", ports: { http: 8080 }, routes: /, calls: [api], uses: [main.web] }
  api: { image: "a:1", ports: { http: 8080 }, uses: [main.api, elsewhere], egress: [{ cidr: 0.0.0.0/0, ports: [443] }] }
  sensor: { image: "a:1", ports: { udp: 5353 }, routes: [{ port: udp }] }
  idle: { image: "a:1", ports: { http: 8080 } }
jobs:
  report: { image: "a:1", calls: [api] }
resources:
  main: { kind: postgres, databases: [web, api] }
  elsewhere: { kind: redis, provider: external, external: { host: redis.example.com } }`);
  const { definitions, of } = networksOf(platform, [{ from: 'main-provision', to: 'main' }]);

  it('are a caller, which answers to no name, and who is called, who calls nobody', () => {
    expect(of('web')).toEqual([
      edge('gateway_web', ['gateway'], false, true),
      edge('web_api', ['api'], true, false),
      edge('web_main', ['main'], true, false),
    ]);
    expect(of('report')).toEqual([edge('report_api', ['api'], true, false)]);
    expect(of('main')).toEqual([
      edge('api_main', ['api'], false, true),
      edge('main-provision_main', ['main-provision'], false, true),
      edge('web_main', ['web'], false, true),
    ]);
  });

  it('are one alone on the way out, where it calls, and on the way in, where it does not', () => {
    expect(of('api')).toContainEqual(edge('api.egress', [], true, false));
    expect(of('sensor')).toEqual([edge('sensor.public', [], false, false)]);
    expect(of('gateway')).toContainEqual(edge('gateway.public', [], false, false));
  });

  it('are none for who speaks with nobody, and for what runs elsewhere', () => {
    expect(of('idle')).toEqual([]);
    expect(of('elsewhere')).toEqual([]);
    expect(of('nobody')).toEqual([]);
  });

  it('are closed in, but on ways out and in', () => {
    expect(definitions).toEqual({
      'api.egress': open,
      api_main: closed,
      'gateway.public': open,
      gateway_web: closed,
      'main-provision_main': closed,
      report_api: closed,
      'sensor.public': open,
      web_api: closed,
      web_main: closed,
    });
  });
});

describe('servers of one resource', () => {
  it('are each on the networks of the resource', () => {
    const { of } = networksOf(
      platformFrom(`
services:
  web: { image: "a:1", uses: [ring] }
resources:
  ring: { kind: container, image: "b:1", ports: { tcp: 7000 }, replicas: 2 }`),
      [],
    );
    expect(of('ring')).toEqual([edge('web_ring', ['web'], false, true)]);
    expect(of('ring-1')).toEqual(of('ring'));
    expect(of('ring-2')).toEqual([]);
  });
});

describe('two that call each other', () => {
  const { definitions, of } = networksOf(
    platformFrom(`
services:
  one: { image: "a:1", ports: { http: 8080 }, calls: [other] }
  other: { image: "a:1", ports: { http: 8080 }, calls: [one] }`),
    [],
  );

  it('have one network, on which both call and both answer', () => {
    expect(Object.keys(definitions)).toEqual(['one_other']);
    expect(of('one')).toEqual([edge('one_other', ['other'], true, true)]);
    expect(of('other')).toEqual([edge('one_other', ['one'], true, true)]);
  });
});

describe('a mesh', () => {
  const mesh = (more: string) =>
    networksOf(
      platformFrom(
        `
services:
  one: { image: "a:1", ports: { tcp: 7946 } }
  three: { image: "a:1", ports: { tcp: 7946 }${more} }
  two: { image: "a:1", ports: { tcp: 7946 } }
  caller: { image: "a:1", calls: [one] }`,
        'runtime: compose, meshes: { ring: [one, two, three] }, accept: [unsupported-mesh-isolation]',
      ),
      [],
    );

  it('is one network, on which each calls and answers all, other instances of its own among them', () => {
    const { definitions, of } = mesh('');
    expect(definitions['ring']).toEqual(closed);
    expect(of('two')).toEqual([edge('ring', ['one', 'three', 'two'], true, true)]);
    expect(of('three')).toEqual([edge('ring', ['one', 'three', 'two'], true, true)]);
  });

  it('is the way as well of who calls a member, who is then a peer of that one', () => {
    const { definitions, of } = mesh('');
    expect(Object.keys(definitions)).toEqual(['ring']);
    expect(of('caller')).toEqual([edge('ring', ['one'], true, false)]);
    expect(of('one')).toEqual([edge('ring', ['caller', 'one', 'three', 'two'], true, true)]);
  });

  it('is open to the outside as soon as one member is', () => {
    const { definitions, of } = mesh(', egress: [{ cidr: 0.0.0.0/0, ports: [443] }]');
    expect(definitions).toEqual({ ring: open });
    expect(of('three')).toEqual([edge('ring', ['one', 'three', 'two'], true, true)]);
  });
});

describe('a way out of the machine or into it', () => {
  const ways = (body: string, environment?: string) => waysOut(platformFrom(body, environment));

  it('is nobody by default', () => {
    expect(ways('services: { a: { image: "a:1", ports: { http: 8080 } } }')).toEqual([]);
  });

  it.each<[string, string, [string, string][]]>([
    [
      'who opens an address outside',
      'services: { a: { image: "a:1", egress: [{ cidr: 0.0.0.0/0, ports: [443] }] } }',
      [['a', 'egress']],
    ],
    [
      'a job that opens an address outside',
      'services: {}\njobs: { a: { image: "a:1", egress: [{ cidr: 0.0.0.0/0, ports: [443] }] } }',
      [['a', 'egress']],
    ],
    [
      'who uses a server elsewhere',
      'services: { a: { image: "a:1", uses: [b] } }\nresources: { b: { kind: redis, provider: external, external: { host: b.example.com } } }',
      [['a', 'egress']],
    ],
    [
      'the gateway of a route, not who is behind it',
      'services: { a: { image: "a:1", ports: { http: 8080 }, routes: / } }',
      [['gateway', 'public']],
    ],
    [
      'the gateway that answers by itself',
      'services: { a: { image: "a:1", routes: [{ path: /, redirect: { to: "https://a.example.com" } }] } }',
      [['gateway', 'public']],
    ],
    [
      'no server whose ports are not those of the machine',
      'services: {}\nresources: { b: { kind: container, image: "b:1", ports: { tcp: 7000 } } }',
      [],
    ],
    [
      'a server of which one port is one of the machine',
      'services: {}\nresources: { b: { kind: container, image: "b:1", ports: { tcp: { number: 7000, hostPort: true }, http: 8080 } } }',
      [['b', 'public']],
    ],
    [
      'who answers UDP itself',
      'services: { a: { image: "a:1", ports: { udp: 5353 }, routes: [{ port: udp }] } }',
      [['a', 'public']],
    ],
    [
      'who publishes a port of the machine',
      'services: { a: { image: "a:1", ports: { tcp: { number: 7000, hostPort: true } } } }',
      [['a', 'public']],
    ],
    [
      'a server that publishes a port of the machine',
      'services: {}\nresources: { b: { kind: container, image: "b:1", ports: { tcp: { number: 7000, hostPort: true } } } }',
      [['b', 'public']],
    ],
  ])('is %s', (_what, body, found) => {
    expect(ways(body)).toEqual(found);
  });
});

describe('what a container writes of its networks', () => {
  it('is that it has none, since Compose would join it to one of all', () => {
    expect(attachment([], ['a'])).toEqual({ network_mode: 'none' });
  });

  it('is each by name in their order, with the names that it answers to where it is called', () => {
    const edges = [edge('z_a', ['z'], false, true), edge('a_b', ['b'], true, false)];
    expect(attachment(edges, ['a', 'alias'])).toEqual({ networks: { a_b: {}, z_a: { aliases: ['a', 'alias'] } } });
    expect(Object.keys(attachment(edges, ['a']).networks ?? {})).toEqual(['a_b', 'z_a']);
    expect(attachment(edges, [])).toEqual({ networks: { a_b: {}, z_a: {} } });
  });
});
