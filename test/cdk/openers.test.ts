import { balancers, gatewayOpenings, migrationOpener, openerOf, outwardRules, redirects } from '../../cdk/openers';
import type { ContainerResource, Platform, Service } from '../../platform/index';
import { platformFrom } from './assembly';

const image = 'image: "ghcr.io/acme/web:1"';
const serviceOf = (platform: Platform, name = 'web'): Service => {
  const found = platform.services.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
};
const to = (flows: readonly { to: { name: string }; port: number; protocol: string }[]) =>
  flows.map((flow) => `${flow.to.name}:${flow.port}/${flow.protocol}`).sort();

describe('the ways out of a security group', () => {
  const rules = (entries: string) =>
    outwardRules(
      serviceOf(
        platformFrom(
          `services: { web: { ${image}, egress: [${entries}] } }`,
          ', accept: [unsupported-egress-host, unsupported-ip-version]',
        ),
      ).egress,
    ).map(({ cidr, protocol, first, last }) => `${cidr} ${protocol} ${first}-${last}`);

  it.each<[string, string[]]>([
    ['{ cidr: 192.0.2.0/24, ports: [443] }', ['192.0.2.0/24 tcp 443-443']],
    ['{ cidr: 192.0.2.0/24, ports: [443, "8000-8010"] }', ['192.0.2.0/24 tcp 443-443', '192.0.2.0/24 tcp 8000-8010']],
    ['{ cidr: 192.0.2.0/24, protocol: udp, ports: [443] }', ['192.0.2.0/24 udp 443-443']],
    // HTTPS to everybody is open in every group.
    ['{ cidr: 0.0.0.0/0, ports: [443] }', []],
    ['{ host: api.example.com, ports: [443] }', []],
    ['{ cidr: 0.0.0.0/0, protocol: udp, ports: [443] }', ['0.0.0.0/0 udp 443-443']],
    ['{ cidr: 0.0.0.0/0, ports: [444] }', ['0.0.0.0/0 tcp 444-444']],
    ['{ cidr: 0.0.0.0/0, ports: ["443-444"] }', ['0.0.0.0/0 tcp 443-444']],
    ['{ cidr: 0.0.0.0/0, ports: ["442-443"] }', ['0.0.0.0/0 tcp 442-443']],
    ['{ cidr: 0.0.0.0/1, ports: [443] }', ['0.0.0.0/1 tcp 443-443']],
    // A group knows no names.
    ['{ host: api.example.com, ports: [8443] }', ['0.0.0.0/0 tcp 8443-8443']],
    ['{ host: a.example.com, ports: [25] }, { host: b.example.com, ports: [25] }', ['0.0.0.0/0 tcp 25-25']],
    [
      '{ cidr: 192.0.2.0/24, ports: [25] }, { cidr: 192.0.2.0/24, ports: [25, 26] }',
      ['192.0.2.0/24 tcp 25-25', '192.0.2.0/24 tcp 26-26'],
    ],
    // The network has no IPv6.
    ['{ cidr: "2001:db8::/32", ports: [443] }', []],
  ])('of %s are %j', (entries, made) => {
    expect(rules(entries)).toEqual(made);
  });
});

describe('what a load balancer opens at a service', () => {
  const openings = (fields: string) => {
    const web = serviceOf(
      platformFrom(
        `services: { web: { ${image}, ${fields} } }`,
        ', accept: [unsupported-health, unsupported-udp-health]',
      ),
    );
    return Object.fromEntries(
      balancers.map((balancer) => [
        balancer,
        gatewayOpenings(web, balancer).map(({ port, protocol }) => `${port}/${protocol}`),
      ]),
    );
  };

  it.each<[string, string, string[], string[]]>([
    ['nothing without a route', 'ports: { http: 8080 }', [], []],
    ['the port of a route', 'ports: { http: 8080, metrics: 9100 }, routes: /', ['8080/tcp'], []],
    [
      'each port that a route leads to, once',
      'ports: { http: 8080, grpc: 9090, admin: 7000 }, routes: [/a, /b, { path: /c, port: grpc }]',
      ['8080/tcp', '9090/tcp'],
      [],
    ],
    [
      'the port that it asks for the health, where that is another one',
      'ports: { http: 8080, admin: 9901 }, routes: /, health: { http: /up, port: admin }',
      ['8080/tcp', '9901/tcp'],
      [],
    ],
    [
      'nothing where a route answers by itself',
      'routes: [{ path: /, redirect: { to: "https://a.example.com" } }]',
      [],
      [],
    ],
    [
      'the port of a raw route, at the other balancer',
      'ports: { tcp: 7000 }, routes: [{ port: tcp }]',
      [],
      ['7000/tcp'],
    ],
    [
      'a port of UDP, and the one of TCP that tells its health',
      'ports: { udp: 5353, http: 8080 }, routes: [{ port: udp }], health: { http: /up, port: http }',
      [],
      ['5353/udp', '8080/tcp'],
    ],
    [
      'for each balancer its own',
      'ports: { http: 8080, tcp: 7000 }, routes: [/, { port: tcp }], health: { http: /up }',
      ['8080/tcp'],
      ['7000/tcp', '8080/tcp'],
    ],
  ])('is %s', (_what, fields, application, network) => {
    expect(openings(fields)).toEqual({ application, network });
  });
});

describe('who opens connections', () => {
  const platform = platformFrom(
    `services:
  web: { ${image}, ports: { http: 8080 }, calls: [api], uses: [main.web, cache], migrate: { command: [/up] }, egress: [{ cidr: 192.0.2.0/24, ports: [25] }] }
  api: { ${image}, ports: { http: 8080 }, uses: [search] }
resources:
  main: { kind: postgres, databases: [web] }
  cache: { kind: redis }
  search: { kind: container, image: "s:1", ports: { http: 7700 }, uses: [cache] }`,
  );
  const web = serviceOf(platform);

  it('is a service along its edges, and to the addresses that it names', () => {
    const { owner, flows, egress } = openerOf(platform, web);
    expect([owner, to(flows), egress.length]).toEqual(['web', ['api:8080/tcp', 'cache:6379/tcp', 'main:5432/tcp'], 1]);
    expect(to(openerOf(platform, serviceOf(platform, 'api')).flows)).toEqual(['search:7700/tcp']);
  });

  it('is a migration to the stores that it uses, and to no service and no address', () => {
    const { owner, flows, egress } = migrationOpener(platform, web, web.migrate!);
    const used = web.migrate!.uses.map(({ resource }) => resource);
    expect(owner).toBe('web-migrate');
    expect(to(flows).map((flow) => flow.split(':')[0])).toEqual([...new Set(used)].sort());
    expect(to(flows)).toContain('main:5432/tcp');
    expect(egress).toEqual([]);
  });

  it('is a server to what it uses, and nothing outside', () => {
    const search = platform.resources.find(({ name }) => name === 'search') as ContainerResource;
    const { owner, flows, egress } = openerOf(platform, search);
    expect([owner, to(flows), egress]).toEqual(['search', ['cache:6379/tcp'], []]);
  });
});

describe('the way from HTTP', () => {
  it.each([
    ['https', 443, true],
    ['https', 8443, true],
    ['https', 80, false],
    ['http', 80, false],
    ['http', 8080, false],
  ] as const)('of %s on %i is led to it: %s', (scheme, port, made) => {
    const { gateway } = platformFrom(`services: { web: { ${image} } }`);
    expect(redirects({ ...gateway, scheme, port })).toBe(made);
  });
});
