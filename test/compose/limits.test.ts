import { limits } from '../../compose/index';
import { platformFrom, workshop } from './workshop';

/** Codes and places of what a platform uses that Compose cannot express. */
function found(platform: ReturnType<typeof workshop>): string[] {
  return limits
    .filter((limit) => limit.runtimes.includes(platform.environment.runtime))
    .flatMap((limit) => limit.find(platform).map((path) => `${limit.code} ${path.join('.')}`));
}

const service = (text: string) => `services: { a: { image: "a:1", ${text} } }`;

const cases: [string, string, string, string?][] = [
  ['a swarm', 'unsupported environments.local.runtime', service(''), 'runtime: swarm'],
  [
    'TLS at the gateway',
    'unsupported-gateway-tls gateway.tls',
    `gateway: { tls: true }\n${service('ports: { http: 8080 }, routes: /')}`,
  ],
  [
    'a route that asks for a token',
    'unsupported-route-auth services.a.routes.0.auth',
    `gateway: { auth: { issuer: "https://id.example.com/", audience: a } }\n${service('ports: { http: 8080 }, routes: [{ path: /, auth: required }]')}`,
  ],
  [
    'TLS that would end on a laptop',
    'unsupported-raw-tls services.a.routes.0.tls',
    service('ports: { tcp: 1883 }, routes: [{ port: tcp, tls: terminate }]'),
  ],
  [
    'a time-out of a month',
    'unsupported-long-timeout services.a.routes.0.timeout',
    service('ports: { http: 8080 }, routes: [{ path: /, timeout: 30d }]'),
  ],
  [
    'an idle time-out of a month',
    'unsupported-long-timeout gateway.idleTimeout',
    `gateway: { idleTimeout: 30d }\n${service('ports: { http: 8080 }, routes: /')}`,
  ],
  ['bounds of replicas', 'unsupported-autoscaling services.a.scale', service('scale: { min: 1, max: 3 }')],
  [
    'replicas of what shares a network namespace',
    'unsupported-replicas services.a.scale',
    service('scale: 2, sidecars: { b: { image: "b:1" } }'),
  ],
  [
    'replicas of what answers on another port',
    'unsupported-replicas services.a.scale',
    service('scale: 2, ports: { http: { number: 8080, as: 80 } }'),
  ],
  [
    'replicas that would share a directory',
    'unsupported-shared-writable services.a.writable',
    service('scale: 2, writable: [/data]'),
  ],
  [
    "a directory in memory of an image's own user",
    'unsupported-writable-user services.a.writable',
    service('user: image, writable: [{ path: /data, medium: memory }]'),
  ],
  [
    'a mode of a file on a read-only root',
    'unsupported-file-mode services.a.files./etc/a',
    service('files: { /etc/a: { content: x, mode: "0600" } }'),
  ],
  ['a schedule', 'unsupported-schedule jobs.j.schedule', 'jobs: { j: { image: "a:1", schedule: "0 3 * * *" } }'],
  [
    'some addresses outside',
    'unsupported-egress-ports services.a.egress',
    service('egress: [{ cidr: 192.0.2.0/24, ports: [443] }]'),
  ],
  [
    'addresses of IPv6',
    'unsupported-ip-version services.a.egress.1.cidr',
    service('egress: [{ cidr: 192.0.2.0/24, ports: [443] }, { cidr: "2001:db8::/32", ports: [443] }]'),
  ],
  [
    'a namespace',
    'unsupported-egress-namespace jobs.j.egress.0.namespace',
    'jobs: { j: { image: "a:1", egress: [{ namespace: mail, ports: [25] }] } }',
  ],
  [
    'several servers on one port of the machine',
    'unsupported-host-port resources.r.replicas',
    'resources: { r: { kind: container, image: "r:1", replicas: 2, ports: { tcp: { number: 7000, hostPort: true } } } }',
  ],
  [
    'several servers on one public port of UDP',
    'unsupported-udp-replicas resources.r.replicas',
    'resources: { r: { kind: container, image: "r:1", replicas: 2, ports: { udp: 7000 }, routes: [{ port: udp }] } }',
  ],
  [
    'a route of a server that asks for a token',
    'unsupported-route-auth resources.r.routes.0.auth',
    'gateway: { auth: { issuer: "https://id.example.com/", audience: a } }\nresources: { r: { kind: container, image: "r:1", ports: { http: 80 }, routes: [{ auth: required }] } }',
  ],
  [
    'some addresses outside of a server',
    'unsupported-egress-ports resources.r.egress',
    'resources: { r: { kind: container, image: "r:1", egress: [{ cidr: 192.0.2.0/24, ports: [443] }] } }',
  ],
  [
    'UDP under another number',
    'unsupported-port-as services.a.ports.dns',
    service('ports: { dns: { number: 5353, as: 53, protocol: udp } }'),
  ],
  [
    'a number that the program has itself',
    'unsupported-port-as services.a.ports.web',
    service('ports: { web: { number: 8080, as: 9090, protocol: http }, grpc: { number: 9090, as: 9091 } }'),
  ],
  [
    'a name that the file needs',
    'unsupported-name services.a-migrate',
    'services: { a: { image: "a:1", migrate: [/app], uses: [p.d] }, a-migrate: { image: "a:1" } }\nresources: { p: { kind: postgres, databases: [d] } }',
  ],
  [
    'a sidecar whose name another service has',
    'unsupported-name services.a.sidecars.b',
    'services: { a: { image: "a:1", sidecars: { b: { image: "b:1" } } }, a-b: { image: "a:1" } }',
  ],
  [
    'several servers of a store',
    'unsupported-store-replicas resources.r.replicas',
    'resources: { r: { kind: redis, replicas: 2 } }',
  ],
  [
    'backups',
    'unsupported-backup resources.p.backup',
    'services: { a: { image: "a:1", uses: [p.d] } }\nresources: { p: { kind: postgres, databases: [d], backup: 7d } }',
  ],
  [
    'another name of a server that is elsewhere',
    'unsupported-aliases resources.p.aliases',
    'services: { a: { image: "a:1", uses: [p.d] } }\nresources: { p: { kind: postgres, provider: external, databases: [d], aliases: [db] } }',
  ],
  [
    'rights in a cloud account',
    'unsupported-permissions services.a.permissions',
    service('permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/a-*"] }]'),
  ],
  ['the address of an instance', 'unsupported-instance services.a', service('env: { IP: "${instance.ip}" }')],
  [
    'the name of one of several instances',
    'unsupported-instance services.a',
    service('scale: 2, env: { ME: "${instance.name}" }'),
  ],
  [
    'the address of an instance with a text in its place',
    'unsupported-instance services.a',
    service('env: { IP: "${instance.ip:-0.0.0.0}" }'),
  ],
  [
    'a group with an edge to somebody else',
    'unsupported-mesh-isolation meshes.m',
    `${service('ports: { http: 8080 }, uses: [r]')}\nresources: { r: { kind: redis } }\nmeshes: { m: [a] }`,
  ],
  [
    'a group with a way out of the machine',
    'unsupported-mesh-isolation meshes.m',
    `${service('ports: { http: 8080 }, egress: [{ cidr: 192.0.2.0/24, ports: [443] }]')}\nmeshes: { m: [a] }`,
  ],
  [
    'groups that speak with one another',
    'unsupported-mesh-edge meshes.m',
    'services: { a: { image: "a:1", calls: [b] }, b: { image: "a:1", ports: { http: 8080 } } }\nmeshes: { m: [a], n: [b] }',
  ],
  [
    'a file with a secret on a read-only root',
    'unsupported-secret-files services.a.files',
    `${service('uses: [p.d], files: { /etc/a: { content: "${p.d.url}" } }')}\nresources: { p: { kind: postgres, databases: [d] } }`,
  ],
];

describe('the limits of Compose', () => {
  it.each(cases.map(([what, expected, text, environment = 'runtime: compose']) => [what, expected, text, environment]))(
    'name %s',
    (_what, expected, text, environment) => {
      expect(found(platformFrom(text, environment))).toContain(expected);
    },
  );

  it('are each shown by a case', () => {
    const shown = new Set(cases.map(([, expected]) => expected.split(' ')[0]));
    expect([...new Set(limits.map((limit) => limit.code))].filter((code) => !shown.has(code))).toEqual([]);
  });

  it('are not met by a name of one instance, nor by a file with a secret where the root may be written', () => {
    const platform = platformFrom(
      `${service('uses: [p.d], env: { ME: "${instance.name}" }, readOnlyRoot: false, files: { /etc/a: { content: "${p.d.url}" } }')}\nresources: { p: { kind: postgres, databases: [d] } }`,
    );
    expect(found(platform)).toEqual([]);
  });

  it.each(['scale: 2, writable: [{ path: /data, medium: memory }]', 'scale: 1, writable: [/data]'])(
    'are not met by a directory that each container has for itself: %s',
    (text) => expect(found(platformFrom(service(text)))).toEqual([]),
  );

  it('of the workshop are the ones that it accepts', () => {
    const platform = workshop();
    const codes = new Set(found(platform).map((each) => each.split(' ')[0]));
    expect([...codes].sort()).toEqual(platform.environment.accept.map(({ code }) => code));
  });
});
