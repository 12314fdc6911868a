import type { Problem } from '../../platform/index';
import { type Runtime, renderText, runtimes } from '../support/render-text';

/** Where a store can be. */
const places: readonly (readonly [runtime: Runtime, provider: string])[] = [
  ['compose', 'container'],
  ['compose', 'external'],
  ['kubernetes', 'container'],
  ['kubernetes', 'external'],
  ['ecs', 'managed'],
  ['ecs', 'external'],
];

interface Sample {
  /** What the kind needs. */
  readonly needed: string;
  readonly edge: string;
  /** Every field that it may say, with a value that is not the default anywhere. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where another value is the default. */
  readonly onEcs?: Readonly<Record<string, string>>;
}

const common = {
  aliases: '[store-of-old]',
  storage: '77Gi',
  replicas: '2',
  cpu: '0.7',
  memory: '900Mi',
  backup: '9d',
};

const samples: Readonly<Record<string, Sample>> = {
  postgres: {
    needed: 'databases: [data]',
    edge: 'uses: [server.data]',
    fields: {
      ...common,
      image: 'docker.io/library/postgres:17.5',
      instance: 'db.m7g.large',
      version: '16',
      parameters: '{ log_statement: ddl }',
      'databases.data.extensions': '[pg_trgm]',
      'databases.data.name': 'Old Data',
      'databases.data.owner': 'Old.Owner',
    },
  },
  redis: {
    needed: '',
    edge: 'uses: [server]',
    fields: {
      ...common,
      image: 'docker.io/library/redis:8.0.1',
      instance: 'cache.m7g.xlarge',
      version: '"7.2"',
      auth: 'none',
      eviction: 'allkeys-lru',
      persistence: 'false',
    },
  },
  kafka: {
    needed: 'topics: [created]',
    edge: 'consumes: [server.created]',
    onEcs: { 'topics.created.replicas': '1' },
    fields: {
      ...common,
      replicas: '6',
      image: 'docker.io/apache/kafka:4.0.0',
      instance: 'kafka.m7g.2xlarge',
      version: '"4.0"',
      'topics.created.partitions': '7',
      'topics.created.replicas': '2',
      'topics.created.retention': '3d',
      'topics.created.cleanup': 'compact',
      'topics.created.config': '{ max.message.bytes: 2000000 }',
    },
  },
  rabbitmq: {
    needed: 'queues: [created]',
    edge: 'uses: [server]',
    fields: {
      ...common,
      replicas: '3',
      image: 'docker.io/library/rabbitmq:4.1.0',
      instance: 'mq.m7g.large',
      version: '"3.13"',
      vhost: 'orders',
      'queues.created.durable': 'false',
      'queues.created.quorum': 'true',
    },
  },
};

type Result = { readonly problems: readonly Problem[]; readonly text: string };

async function rendered(
  kind: string,
  [runtime, provider]: readonly [Runtime, string],
  set?: [string, string],
): Promise<Result> {
  const { needed, edge } = samples[kind] as Sample;
  const [field = '', value = ''] = set ?? [];
  const parts = field.split('.');
  const deep = parts.length === 3 ? `${parts[0]}: { ${parts[1]}: { ${parts[2]}: ${value} } }` : '';
  const body =
    deep === '' ? `${needed}${set === undefined ? '' : `${needed === '' ? '' : ', '}${field}: ${value}`}` : deep;
  const text = `platform: shop
owner: team-shop
repository: acme/shop
services: { api: { image: "ghcr.io/acme/api:1.2.3", ${edge} } }
resources: { server: { kind: ${kind}, provider: ${provider}${body === '' ? '' : `, ${body}`} } }
environments: { here: { ${runtimes[runtime]} } }
`;
  const { problems, warnings, files } = await renderText(text, runtime);
  return {
    problems,
    text: [...warnings.map(({ code, field: at }) => `${code} ${at}`), ...[...files].flat()].join('\n'),
  };
}

describe.each(Object.keys(samples))('a written field of %s', (kind) => {
  describe.each(places)('on %s with provider %s', (runtime, provider) => {
    let without: Result;
    beforeAll(async () => {
      without = await rendered(kind, [runtime, provider]);
    });
    test('is not there', () => expect(without.problems).toEqual([]));
    test.each(Object.entries({ ...samples[kind]?.fields, ...(runtime === 'ecs' && samples[kind]?.onEcs) }))(
      '%s is felt, or refused',
      async (field, value) => {
        const result = await rendered(kind, [runtime, provider], [field, value]);
        if (result.problems.length > 0)
          expect(result.problems.map((each) => each.field).join()).toContain('resources.server');
        else expect(result.text === without.text ? 'dropped' : 'felt').toBe('felt');
      },
    );
  });
});
