import fc from 'fast-check';
import { pieces, reservedWords } from '../../../platform/description/references';
import { loadText, resolve, type Text } from '../../../platform/index';

describe('a text', () => {
  it('is one literal where it holds no reference', () => {
    expect(pieces('a $b {c} $')).toEqual({ pieces: [{ literal: 'a $b {c} $' }], unclosed: false });
    expect(pieces('')).toEqual({ pieces: [], unclosed: false });
  });

  it('is cut at its references', () => {
    expect(pieces('http://${users.host}:${ users.port }/')).toEqual({
      pieces: [
        { literal: 'http://' },
        { expression: 'users.host' },
        { literal: ':' },
        { expression: 'users.port' },
        { literal: '/' },
      ],
      unclosed: false,
    });
  });

  it('holds a literal ${ where it says $${', () => {
    expect(pieces('$${HOME} and $$${env.A}')).toEqual({
      pieces: [{ literal: '${HOME} and $${env.A}' }],
      unclosed: false,
    });
  });

  it('tells of a reference that does not end', () => {
    expect(pieces('a${b')).toEqual({ pieces: [{ literal: 'a${b' }], unclosed: true });
    expect(pieces('${a}${')).toMatchObject({ unclosed: true });
  });

  it('comes back as it was when references are written again and each literal ${ is doubled', () => {
    const part = fc.oneof(fc.constantFrom('$', '{', '}', '$${', '${a.b}', 'x'), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const read = pieces(text);
        fc.pre(!read.unclosed);
        const again = read.pieces
          .map((piece) =>
            'literal' in piece ? piece.literal.replaceAll('${', () => '$${') : `\${${piece.expression}}`,
          )
          .join('');
        expect(pieces(again)).toEqual(read);
      }),
    );
  });

  it('never takes long to cut', () => {
    const started = performance.now();
    pieces('${a}'.repeat(100_000));
    pieces('$'.repeat(400_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

const description = `
platform: shop
services:
  users: { build: users, ports: { http: 8080, grpc: { number: 9090, as: 90 } } }
  api:
    build: api
    ports: { http: 8080 }
    calls: [users]
    uses: [main.people, main.logs, cache, search, { name: audit.events, access: read }]
    consumes: [queue.mails]
    publishes: [events.created]
    secrets: [API_KEY]
    passthrough: [TRACE]
    files: { /etc/api.yaml: { content: "key: \${env.API_KEY}" } }
    command: [/app, "--peer=\${users.addr}"]
    env:
      VALUE: TEXT
resources:
  main: { kind: postgres, databases: [people, logs] }
  audit: { kind: postgres, databases: [events] }
  cache: { kind: redis }
  queue: { kind: rabbitmq, queues: [mails], vhost: /shop }
  events: { kind: kafka, topics: [created] }
  search: { kind: container, image: "search:1", ports: { http: 9200, tcp: { number: 9300, as: 93 } } }
jobs:
  seed: { build: users, uses: [audit.events] }
environments: { dev: { runtime: compose } }
`;

function platformWith(value: string) {
  const { document } = loadText(
    'platform.yaml',
    description.replace('TEXT', () => JSON.stringify(value)),
  );
  if (document === undefined) throw new Error('the description of this test has another shape');
  const { platform, problems } = resolve(document, 'dev');
  if (platform === undefined) throw new Error(problems.map(({ rule }) => rule).join('\n'));
  return platform;
}

function resolved(value: string): Text {
  const api = platformWith(value).services.find(({ name }) => name === 'api');
  return api?.env.find(({ name }) => name === 'VALUE')?.value ?? [];
}

const host = (resource: string) => ({ kind: 'resource', resource, attribute: 'host' });
const password = (credential: string) => ({ kind: 'credential', credential, attribute: 'password', inUrl: false });

describe('a reference', () => {
  it.each<[string, unknown[]]>([
    ['${users.url}', ['http://', peer('http', 'host'), ':', peer('http', 'port')]],
    ['${users.grpc.addr}', [peer('grpc', 'host'), ':', peer('grpc', 'port')]],
    ['${users.host}', [peer('http', 'host')]],
    [
      '${main.people.url}',
      ['postgres://api:', password('main-api'), '@', host('main'), ':5432/people?sslmode=disable'],
    ],
    ['${main.logs.database}', ['logs']],
    ['${main.user}', ['api']],
    ['${audit.url}', ['postgres://api:', password('audit-api'), '@', host('audit'), ':5432/events?sslmode=disable']],
    ['${cache.addr}', [host('cache'), ':6379']],
    ['${queue.vhost}', ['/shop']],
    ['${queue.url}', ['amqp://api:', password('queue-api'), '@', host('queue'), ':5672/%2Fshop']],
    ['${events.brokers}', [{ kind: 'resource', resource: 'events', attribute: 'addresses' }]],
    ['${search.host}:${search.port}', [host('search'), ':9200']],
    ['${search.tcp.addr}', [host('search'), ':93']],
    ['${env.API_KEY}', [{ kind: 'secret', secret: 'api-api-key', key: 'value' }]],
    ['${env.TRACE}', [{ kind: 'passthrough', name: 'TRACE' }]],
    ['${env.APP_ENV}/${env.PORT}', ['dev/8080']],
    ['${gateway.url}', [{ kind: 'gateway', attribute: 'url' }]],
    ['${instance.name}', [{ kind: 'instance', attribute: 'name', instead: null }]],
    ['${instance.ip:-a.b:-c}', [{ kind: 'instance', attribute: 'ip', instead: 'a.b:-c' }]],
    ['${instance.ip:-}', [{ kind: 'instance', attribute: 'ip', instead: '' }]],
    ['$${users.url}', ['${users.url}']],
  ])('%s becomes an address', (text, value) => {
    expect(resolved(text)).toEqual(value);
  });

  it('is secret where a part of it is', () => {
    const variable = (value: string) =>
      platformWith(value)
        .services.find(({ name }) => name === 'api')
        ?.env.find(({ name }) => name === 'VALUE');
    expect(variable('${main.people.url}')?.secret).toBe(true);
    expect(variable('${main.people.host}')?.secret).toBe(false);
    expect(variable('${env.API_KEY}')?.secret).toBe(true);
  });

  it('may stand in commands and files', () => {
    const api = platformWith('x').services.find(({ name }) => name === 'api');
    expect(api?.command).toEqual([['/app'], ['--peer=', peer('http', 'host'), ':', peer('http', 'port')]]);
    expect(api?.files).toEqual([
      {
        path: '/etc/api.yaml',
        content: ['key: ', { kind: 'secret', secret: 'api-api-key', key: 'value' }],
        secret: true,
        mode: '',
      },
    ]);
  });

  it('starts with a word that names no service or resource', () => {
    expect([...reservedWords]).toEqual(['env', 'gateway', 'instance']);
  });
});

function peer(port: string, attribute: string) {
  return { kind: 'service', service: 'users', port, attribute };
}
