import { limits } from '../../cdk/limits';
import { balancerGroups, groupRules, type RuleCount } from '../../cdk/limits/group-rules';
import { formatProblem, judgeLimits, loadText, type Platform, resolve } from '../../platform/index';
import { type Assembly, assemble, dig, list, platformFrom } from './assembly';

/** What a group is of, from the agreed name of its id: `/small/dev/access/web`, `/small/dev/main/security-group`. */
function ownerOf(parameter: string): string {
  const steps = parameter.split('/').slice(3);
  // Of a volume: `/small/dev/api-volumes/uploads/security-group`.
  if (steps[2] === 'security-group') return `${steps[0]?.replace(/-volumes$/, '')}.${steps[1]}`;
  if (steps[0] === 'edge')
    return steps[1] === 'load-balancer-group' ? balancerGroups.application : balancerGroups.network;
  return (steps[1] === 'security-group' || steps[0] === 'network' ? steps[0] : steps[1]) ?? '';
}

/** The rules of every group as the templates have them. */
function rendered(assembly: Assembly): Map<string, RuleCount> {
  const counts = new Map<string, RuleCount>();
  const of = (owner: string) => {
    const known = counts.get(owner) ?? { inbound: 0, outbound: 0 };
    counts.set(owner, known);
    return known;
  };
  for (const part of assembly.parts) {
    const { Parameters = {}, Resources } = assembly.template(part);
    const published = new Map(
      Object.values(Resources)
        .filter(({ Type }) => Type === 'AWS::SSM::Parameter')
        .map(({ Properties }) => [
          String(dig(Properties, 'Value', 'Fn::GetAtt', 0)),
          ownerOf(String(Properties['Name'])),
        ]),
    );
    const owner = (id: unknown): string => {
      const parameter = dig(id, 'Ref');
      if (typeof parameter === 'string') return ownerOf(Parameters[parameter]?.Default ?? '');
      return published.get(String(dig(id, 'Fn::GetAtt', 0))) ?? 'nobody';
    };
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      if (Type === 'AWS::EC2::SecurityGroup' && published.has(id)) {
        const count = of(published.get(id) ?? '');
        count.inbound += list(Properties, 'SecurityGroupIngress').length;
        // The rule that matches nothing stands for none.
        count.outbound += list(Properties, 'SecurityGroupEgress').filter(
          ({ IpProtocol }) => IpProtocol !== 'icmp',
        ).length;
      }
      if (Type === 'AWS::EC2::SecurityGroupEgress') of(owner(Properties['GroupId'])).outbound += 1;
      if (Type === 'AWS::EC2::SecurityGroupIngress') of(owner(Properties['GroupId'])).inbound += 1;
    }
  }
  return counts;
}

const platform = platformFrom(
  `gateway:
  from: [192.0.2.0/24, 198.51.100.0/24]
  auth: { issuer: "https://id.example.com/", audience: small }
services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080, grpc: 9090, metrics: 9100 }
    routes: [{ path: /, auth: required }, { path: /rpc, port: grpc }]
    calls: [api, api.metrics]
    uses: [main.web, cache, search]
    migrate: { command: [/app, up] }
    egress: [{ cidr: 203.0.113.0/24, ports: [443, 8443] }, { cidr: 0.0.0.0/0, ports: [443] }]
  api:
    image: ghcr.io/acme/api:1
    ports: { http: 8080, udp: 5353, metrics: 9100, tcp: 7000 }
    routes: [{ port: udp }, { port: tcp }]
    uses: [main.api, elsewhere, queue]
    volumes: { uploads: { path: /out }, own: { path: /own } }
    sidecars: { scan: { image: "scan:1", mounts: { /in: api.uploads } } }
  one: { image: "ghcr.io/acme/one:1", ports: { http: 8080, tcp: 7946 } }
  two: { image: "ghcr.io/acme/one:1", ports: { http: 8080, tcp: 7946 } }
jobs:
  report: { image: "ghcr.io/acme/web:1", schedule: "0 3 * * *", calls: [api], uses: [main.web], consumes: [bus.made], mounts: { /in: api.uploads } }
resources:
  main: { kind: postgres, databases: [web, api] }
  cache: { kind: redis }
  queue: { kind: rabbitmq, queues: [mails] }
  bus: { kind: kafka, topics: [made] }
  search: { kind: container, image: "search:1", ports: { http: 7700, tcp: 7701 }, mounts: { /in: api.uploads } }
  elsewhere: { kind: redis, provider: external, external: { host: redis.example.com } }`,
);

/** Services that each call the last one and use one database. */
function crowd(count: number): string {
  const names = Array.from({ length: count }, (_, at) => `s${at}`);
  return `services:
  hub: { image: "hub:1", ports: { http: 8080 } }
${names.map((name) => `  ${name}: { image: "caller:1", calls: [hub] }`).join('\n')}
`;
}

const found = (given: Platform) =>
  limits
    .filter(({ code }) => code === 'unsupported-rule-count')
    .flatMap((limit) => limit.find(given))
    .map((path) => path.join('.'));

const ranges = (count: number) => Array.from({ length: count }, (_, at) => `192.0.${at}.0/24`).join(', ');

describe('rules of security groups', () => {
  it('are counted as the templates have them', () => {
    const counted = groupRules(platform);
    const real = rendered(assemble(platform));
    const ours = [...real].filter(([owner]) => counted.has(owner));
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(counted));
    expect([...real.keys()].filter((owner) => !counted.has(owner)).sort()).toEqual(['network']);
  });

  it('may be sixty in one direction, and no more until AWS is asked', () => {
    expect(found(platformFrom(crowd(60)))).toEqual([]);
    expect(found(platformFrom(crowd(61)))).toEqual(['services.hub']);
  });

  it('are those of ways out as well, each port one', () => {
    const out = (count: number) =>
      platformFrom(
        `jobs: { seed: { image: "a:1", egress: [{ cidr: 203.0.113.0/24, ports: [${Array.from({ length: count }, (_, at) => at + 1000).join(', ')}] }] } }\nservices: {}`,
      );
    // One more is HTTPS, which every group opens.
    expect(found(out(59))).toEqual([]);
    expect(found(out(60))).toEqual(['jobs.seed']);
  });

  it('are those of a database that many use, and of the migrations that use it', () => {
    const users = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => `s${at}`);
      return platformFrom(
        `services:\n${names.map((name) => `  ${name}: { image: "a:1", uses: [main.${name}], migrate: [/up] }`).join('\n')}\nresources: { main: { kind: postgres, databases: [${names.join(', ')}] } }`,
      );
    };
    // Two of each service, and one of the provisioner.
    expect(found(users(29))).toEqual([]);
    expect(found(users(30))).toEqual(['resources.main']);
  });

  it('are those of a migration beside its service, which the place says', () => {
    const using = (count: number) => {
      const caches = Array.from({ length: count }, (_, at) => `c${at}`);
      return platformFrom(
        `services: { web: { image: "a:1", uses: [${caches.join(', ')}], migrate: [/up] } }\nresources:\n${caches.map((name) => `  ${name}: { kind: redis }`).join('\n')}`,
      );
    };
    expect(found(using(59))).toEqual([]);
    expect(found(using(60)).sort()).toEqual(['services.web', 'services.web.migrate']);
  });

  it('are two for each range that the gateway is open to', () => {
    const open = (count: number) =>
      platformFrom(
        `gateway: { from: [${ranges(count)}] }\nservices: { web: { image: "a:1", ports: { http: 8080 }, routes: / } }`,
      );
    expect(found(open(30))).toEqual([]);
    expect(found(open(31))).toEqual(['gateway']);
  });

  it('are those of a load balancer that leads to many services', () => {
    const routed = (count: number) =>
      platformFrom(
        `services:\n${Array.from({ length: count }, (_, at) => `  s${at}: { image: "a:1", ports: { http: 8080 }, routes: /s${at} }`).join('\n')}`,
      );
    expect(found(routed(60))).toEqual([]);
    expect(found(routed(61))).toEqual(['gateway']);
  });

  it('may be more where the environment says that the quota is', () => {
    const judged = (accept: string) => {
      const text = `platform: small\n${crowd(61)}environments:\n  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: small.example.com${accept} }\n`;
      const { document, problems } = loadText('platform.yaml', text);
      if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
      const { platform: made, setAside } = resolve(document, 'dev');
      return judgeLimits(document, made!, limits, setAside).problems.map(({ code, field, fix }) => ({
        code,
        field,
        fix,
      }));
    };
    expect(judged('')).toEqual([
      {
        code: 'unsupported-rule-count',
        field: 'services.hub',
        fix: expect.stringContaining('Inbound or outbound rules per security group'),
      },
    ]);
    expect(judged(', accept: [unsupported-rule-count]')).toEqual([]);
  });
});

it('refuses a volume with more readers than its group has rules, at the volume', () => {
  const readers = Array.from(
    { length: 60 },
    (_, at) => `  s${at}: { image: "reader:1", mounts: { /in: api.uploads } }`,
  );
  const text = `services:\n  api: { image: "api:1", scale: 1, volumes: { uploads: { path: /out } } }\n${readers.join('\n')}\n`;
  const crowded = platformFrom(text);
  // Its owner comes in too.
  expect(groupRules(crowded).get('api.uploads')).toEqual({ inbound: 61, outbound: 0 });
  const found = limits.filter(({ code }) => code === 'unsupported-rule-count').flatMap((limit) => limit.find(crowded));
  expect(found.map((path) => path.join('.'))).toEqual(['services.api.volumes.uploads']);
});
