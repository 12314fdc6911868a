import { loadText, type Platform, printText, resolve } from '../../../platform/index';
import { compose, platform as described, ecs, kubernetes, lines } from '../cases/describe';

const peers =
  'users ${users.addr} ${users.grpc.addr} ${users.url}, front ${front.url}, cache ${cache.host}:${cache.port}, main ${main.users.host}, broker ${events.brokers}';

const sections = lines(`
  services:
    front: { build: front, ports: { http: { number: 8080, as: 80 } }, calls: [users.grpc], uses: [cache, main.users], files: { /etc/peers: { from: peers, group: peers } } }
    back: { build: back, calls: [front], consumes: [events.made], files: { /etc/peers: { from: peers, group: peers } } }
    users: { build: users, ports: { http: 8080, grpc: 9090 }, init: { first: { image: "docker.io/library/busybox:1.37", files: { /etc/peers: { from: peers, group: peers } } } } }
  jobs:
    seed: { build: seed, files: { /etc/peers: { from: peers, group: peers } } }
  resources:
    main: { kind: postgres, databases: [users] }
    cache: { kind: redis }
    events: { kind: kafka, topics: [made] }
    registry: { kind: container, image: "docker.io/library/registry:3.0.0", ports: { http: 5000 }, files: { /etc/peers: { from: peers, group: peers } } }
`);

function resolved(environment: string, text = sections) {
  const { document, problems } = loadText('platform.yaml', described(text, environment), (path) =>
    path === 'peers' ? peers : undefined,
  );
  return document === undefined ? { platform: undefined, problems } : resolve(document, 'dev');
}

function platformOf(environment: string, text = sections): Platform {
  const { platform, problems } = resolved(environment, text);
  if (platform === undefined) throw new Error(problems.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return platform;
}

/** The text of the shared file, by reader. */
function texts(platform: Platform): Record<string, string> {
  const servers = platform.resources.flatMap((each) => (each.kind === 'container' ? [each.container] : []));
  const containers = [...platform.services, ...platform.jobs].flatMap((each) => [each, ...each.init]);
  return Object.fromEntries(
    [...containers, ...servers].flatMap(({ name, files }) =>
      files.map(({ content }): [string, string] => [name, printText(content)]),
    ),
  );
}

describe('a file of a group', () => {
  const platform = platformOf(compose);

  it('names every peer that one of its readers calls or uses, and is the same for all of them', () => {
    const found = texts(platform);
    expect(Object.keys(found).sort()).toEqual(['back', 'first', 'front', 'registry', 'seed']);
    expect(new Set(Object.values(found)).size).toBe(1);
    expect(found['seed']).toBe(
      'users <host of users.http>:<port of users.http> <host of users.grpc>:<port of users.grpc> http://<host of users.http>:<port of users.http>, front http://<host of front.http>:<port of front.http>, cache <host of cache>:6379, main <host of main>, broker <addresses of events>',
    );
  });

  it('opens no way and gives no login to those who have no edge', () => {
    const pairs = platform.flows.map(({ from, to }) => `${from.name} ${to.name}`);
    expect(pairs.sort()).toEqual(['back events', 'back front', 'front cache', 'front main', 'front users']);
    expect(platform.jobs[0]?.env.some(({ secret }) => secret)).toBe(false);
    expect(platform.credentials.map(({ workload }) => workload).filter((each) => each !== '')).toEqual([
      'front',
      'front',
    ]);
  });

  it.each([
    ['Kubernetes', kubernetes],
    ['ECS', ecs.replace('$', '\naccept: [unsupported-files]')],
  ])('is one on %s too', (title, environment) => {
    const text = title === 'ECS' ? sections.replace(/ {2}cache: .*\n/, '  cache: { kind: redis }\n') : sections;
    expect(new Set(Object.values(texts(platformOf(environment, text)))).size).toBe(1);
  });

  it('refuses a login for the readers alone who have none, and lets the others have it', () => {
    const { problems } = resolved(compose, sections.replaceAll('from: peers,', 'content: "${main.users.password}",'));
    expect(problems.map(({ field }) => field).sort()).toEqual([
      'jobs.seed.files./etc/peers',
      'resources.registry.files./etc/peers',
      'services.back.files./etc/peers',
      'services.users.init.first.files./etc/peers',
    ]);
    for (const { rule } of problems) expect(rule).toContain('has no login there');
  });

  it('refuses what no reader calls, in the same words for each of them', () => {
    const { problems } = resolved(compose, sections.replaceAll('from: peers,', 'content: "${registry.addr}",'));
    expect(problems).toHaveLength(5);
    expect(new Set(problems.map(({ rule, fix }) => `${rule} ${fix}`))).toEqual(
      new Set([
        'refers to "${registry.addr}", but no workload of the files\' group "peers" has an edge to it give one of back, front, registry, seed, users uses: [registry], or take it out of the file',
      ]),
    );
  });

  it('is no group where it does not say so', () => {
    const { problems } = resolved(
      compose,
      sections.replace(
        'seed, files: { /etc/peers: { from: peers, group: peers }',
        'seed, files: { /etc/peers: { from: peers }',
      ),
    );
    expect(
      problems.every(({ field, code }) => field === 'jobs.seed.files./etc/peers' && code === 'reference-without-edge'),
    ).toBe(true);
    expect(problems.length).toBeGreaterThan(3);
  });
});
