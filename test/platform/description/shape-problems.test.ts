import { formatProblem, loadText } from '../../../platform/index';
import { compose, environments, job, platform, resource, service } from '../cases/describe';

/** Sentence and fix of each problem, without their place. */
function said(text: string): string[] {
  return loadText('platform.yaml', text).problems.map((problem) =>
    formatProblem(problem)
      .replace(/^\S+ +\S+ {2}/, '')
      .replace(/\n +fix: /, ' -> '),
  );
}

describe('a shape problem', () => {
  it.each<[string, string, string]>([
    [
      'what is missing',
      environments('dev: { tier: production }'),
      'environments.dev.runtime is missing -> add it: "ecs", "eks", "kubernetes", "compose" or "swarm"',
    ],
    ['what is empty', platform('services:'), 'services is empty, but must be a map -> write a map, or remove it'],
    ['what type is wanted', service('ports: [8080]'), 'services.api.ports is [8080], but must be a map -> write a map'],
    [
      'each type that fits',
      service('scale: many'),
      'services.api.scale is "many", but must be a whole number or a map -> write a whole number or a map',
    ],
    [
      'the form of a text instead of its type',
      service('drain: 20'),
      'services.api.drain is 20, but must be a duration such as "30s", "5m" or "1h30m" -> write a duration such as "30s", "5m" or "1h30m"',
    ],
    [
      'words beside forms',
      service('health: 5'),
      'services.api.health is 5, but must be "none", a path that starts with "/" or a map -> write "none", a path that starts with "/" or a map',
    ],
    [
      'bounds',
      service('ports: { http: 99999 }'),
      'services.api.ports.http is 99999, but must be at most 65535 -> write 65535 or less',
    ],
    [
      'what may not be empty',
      service('command: []'),
      'services.api.command must not be empty -> write one item or more, or remove it',
    ],
    [
      'the words of a choice',
      service('ports: { http: { number: 1, protocol: gopher } }'),
      'services.api.ports.http.protocol is "gopher", but must be "http", "grpc", "ws", "tcp" or "udp" -> write "http", "grpc", "ws", "tcp" or "udp"',
    ],
    [
      'the kinds of resources',
      resource('kind: cassandra'),
      'resources.main.kind is "cassandra", but must be "postgres", "redis", "kafka", "rabbitmq" or "container", or a server of the catalogue -> write "postgres", "redis", "kafka", "rabbitmq" or "container"; the page of servers lists the catalogue, and any other server is kind container',
    ],
    [
      'where a field belongs',
      job('routes: /report'),
      'jobs.report.routes is a field of services, not of jobs -> remove it',
    ],
    [
      'which kind a field is of',
      resource('kind: redis\ntopics: [a]'),
      'resources.main.topics is a field of kafka, not of redis -> remove it',
    ],
    [
      'the few fields that there are',
      service('uses: [{ name: main, rights: read }]'),
      'services.api.uses.0.rights is not a field here -> remove it; there are: name, access, user',
    ],
    [
      'that a kind stays',
      resource('kind: redis', `${compose}\nresources: { main: { kind: kafka } }`),
      'environments.dev.resources.main.kind is not a field here -> remove it: a resource is of one kind in every environment',
    ],
  ])('says %s', (_title, text, sentence) => {
    expect(said(text)).toContain(sentence);
  });

  it.each<[string, string, string]>([
    ['capitals', 'platform: Shop\nenvironments: { dev: { runtime: compose } }', 'write "shop"'],
    ['capitals in a choice', environments('dev: { runtime: ECS }'), 'did you mean "ecs"?'],
    ['capitals in a name', platform('services: { My App: { build: a } }'), 'rename it to "my-app"'],
    [
      'a number instead of a text',
      environments('dev: { runtime: ecs, region: eu-west-1, account: 111111111111 }'),
      'write "111111111111", in quotes',
    ],
    ['a text instead of a number', service('ports: { http: "8080" }'), 'write 8080, without quotes'],
    ['a version without quotes', resource('kind: kafka\nversion: 4.1'), 'write "4.1", in quotes'],
    ['a word instead of true', platform('gateway: { tls: "yes" }\nservices: { api: { build: a } }'), 'write true'],
    ['a text instead of a list', service('calls: users'), 'write ["users"]'],
    ['a command line', service('command: /app serve'), 'write ["/app","serve"]'],
    ['a missing slash', service('routes: users'), 'write "/users"'],
    ['other units', service('memory: 512MB'), 'write "512Mi"'],
    ['units in words', service('drain: 30 seconds'), 'write "30s"'],
    [
      'a missing scheme',
      platform('gateway: { auth: { issuer: id.example.com, audience: x } }\nservices: { api: { build: a } }'),
      'write "https://id.example.com"',
    ],
    ['a variable with a hyphen', service('env: { LOG-LEVEL: debug }'), 'rename it to "LOG_LEVEL"'],
    ['a misspelt field', service('port: { http: 8080 }'), 'did you mean "ports"?'],
    ['the start of a field', service('mem: 64Mi'), 'did you mean "memory"?'],
    ['the field of another tool', service('depends_on: [users]'), 'write after:'],
    ['a field of Compose', service('environment: { A: b }'), 'write env:'],
    ['a field of Kubernetes', service('replicas: 3'), 'write scale:'],
  ])('guesses what was meant by %s', (_title, text, fix) => {
    expect(said(text).map((each) => each.split(' -> ')[1])).toContain(fix);
  });

  it('is said once where the value could not be read', () => {
    const text = environments('dev: { runtime: ecs, region: eu-west-1, account: 011111111111 }');
    expect(loadText('platform.yaml', text).problems.map(({ code }) => code)).toEqual(['ambiguous-number']);
  });

  it('is said of everything in one run', () => {
    expect(said(platform('owner: [x]\nservices: { api: { build: 5, drain: 5, calls: users, foo: 1 } }'))).toHaveLength(
      5,
    );
  });
});
