import { type Job, loadText, type Platform, printText, resolve, type Service } from '../../../platform/index';
import { platformOf } from '../../support/platforms';
import { compose, ecs, kubernetes, platform } from '../cases/describe';

function resolved(text: string): Platform {
  const { document, problems } = loadText('platform.yaml', text);
  const result = document === undefined ? { problems, platform: undefined } : resolve(document, 'dev');
  if (result.platform === undefined)
    throw new Error(result.problems.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return result.platform;
}

/** Variables as people read them. */
function variables(workload: Service | Job | undefined): Record<string, string> {
  return Object.fromEntries((workload?.env ?? []).map(({ name, value }) => [name, printText(value)]));
}

/** What a service `api` with these fields gets. */
function api(fields: string, more = '', environment: string = compose): Record<string, string> {
  const text = platform(
    `services:\n  api: { build: api, ${fields} }\n  users: { build: users, ports: { http: 8080, grpc: 9090, metrics: 9100 } }\n${more}`,
    environment,
  );
  return variables(resolved(text).services.find(({ name }) => name === 'api'));
}

describe('every workload', () => {
  it('knows who and where it is, and how to log', () => {
    expect(api('memory: 100Mi')).toEqual({
      APP_ENV: 'dev',
      SERVICE_NAME: 'api',
      SERVICE_VERSION: '<version that runs>',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      GOMEMLIMIT: '90MiB',
      OTEL_SDK_DISABLED: 'true',
      OTEL_SERVICE_NAME: 'api',
      OTEL_RESOURCE_ATTRIBUTES:
        'service.namespace=shop,deployment.environment.name=dev,service.version=<version that runs>',
    });
  });

  it('says less in production', () => {
    expect(api('memory: 100Mi', '', `${compose}\ntier: production`)).toMatchObject({ LOG_LEVEL: 'info' });
  });

  it('never gets GOMAXPROCS, which would switch off what Go does by itself', () => {
    for (const { services, jobs } of [platformOf('shop', 'dev'), platformOf('shop', 'prod')]) {
      for (const workload of [...services, ...jobs]) expect(variables(workload)).not.toHaveProperty('GOMAXPROCS');
    }
  });

  it('sends telemetry where the environment says', () => {
    const found = api(
      'memory: 100Mi',
      '',
      `${compose}\ntelemetry: { endpoint: "http://otel:4317", sampler: always_off }`,
    );
    expect(found).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'always_off',
    });
    expect(found).not.toHaveProperty('OTEL_SDK_DISABLED');
  });
});

describe('a port', () => {
  it('is a variable of its name, and the main one PORT', () => {
    expect(api('ports: { metrics: 9100, grpc: 9090, http: { number: 8080, as: 80 } }')).toMatchObject({
      PORT: '8080',
      HTTP_PORT: '8080',
      GRPC_PORT: '9090',
      METRICS_PORT: '9100',
    });
    expect(api('ports: { grpc: { number: 9090, primary: true }, http: 8080 }')).toMatchObject({ PORT: '9090' });
  });
});

describe('a call', () => {
  it('gives a URL for http and an address for grpc, and nothing for operators', () => {
    const found = api('calls: [users]');
    expect(found).toMatchObject({
      USERS_URL: 'http://<host of users.http>:<port of users.http>',
      USERS_GRPC_ADDR: '<host of users.grpc>:<port of users.grpc>',
    });
    expect(Object.keys(found).filter((name) => name.startsWith('USERS_'))).toHaveLength(2);
  });

  it('gives what it names and no more', () => {
    const found = api('calls: [users.grpc]');
    expect(Object.keys(found).filter((name) => name.startsWith('USERS_'))).toEqual(['USERS_GRPC_ADDR']);
    expect(api('calls: [users.metrics]')).toMatchObject({
      USERS_URL: 'http://<host of users.metrics>:<port of users.metrics>',
    });
  });
});

describe('a database', () => {
  const one = 'resources: { main: { kind: postgres, databases: [orders] } }';

  it('gives a URL and the variables of libpq', () => {
    expect(api('uses: [main.orders]', one)).toMatchObject({
      DATABASE_URL: 'postgres://api:<password of main-api>@<host of main>:5432/orders?sslmode=disable',
      PGHOST: '<host of main>',
      PGPORT: '5432',
      PGDATABASE: 'orders',
      PGUSER: 'api',
      PGPASSWORD: '<password of main-api>',
      PGSSLMODE: 'disable',
    });
  });

  it('is reached over TLS where AWS runs it', () => {
    expect(api('uses: [main.orders]', one, ecs)).toMatchObject({ PGSSLMODE: 'require' });
  });

  it('is asked for by the name that the team gives where it is elsewhere', () => {
    const external = one.replace(
      'postgres',
      'postgres, provider: external, external: { host: db.example.com, port: 6432 }',
    );
    expect(api('uses: [main.orders]', external, kubernetes)).toMatchObject({
      DATABASE_URL:
        'postgres://<user of main-api>:<password of main-api>@db.example.com:6432/orders?sslmode=verify-full',
    });
  });

  it('gives each of several a URL of its own name', () => {
    const two = 'resources: { main: { kind: postgres, databases: [orders, order-history] } }';
    const found = api('uses: [main.orders, main.order-history]', two);
    expect(found).toMatchObject({
      DATABASE_URL: expect.stringContaining('/orders?'),
      ORDERS_URL: expect.stringContaining('/orders?'),
      ORDER_HISTORY_URL: expect.stringContaining('/order-history?'),
    });
  });

  it('is migrated by another login, with the same variables', () => {
    const [service] = resolved(
      platform(`services: { api: { build: api, uses: [main.orders], migrate: [/app] } }\n${one}`),
    ).services;
    expect(variables(service)).toMatchObject({ PGUSER: 'api', PGPASSWORD: '<password of main-api>' });
    const migration = Object.fromEntries(
      (service?.migrate?.env ?? []).map(({ name, value }) => [name, printText(value)]),
    );
    expect(migration).toMatchObject({ PGUSER: 'api_migrate', PGPASSWORD: '<password of main-api-migrate>' });
    expect(service?.uses.map(({ access }) => access)).toEqual(['write']);
    expect(service?.migrate?.uses.map(({ access }) => access)).toEqual(['owner']);
  });
});

describe('other stores', () => {
  it('give what clients of Redis take', () => {
    expect(api('uses: [cache]', 'resources: { cache: { kind: redis } }')).toMatchObject({
      REDIS_URL: 'redis://api:<password of cache-api>@<host of cache>:6379',
      REDIS_ADDR: '<host of cache>:6379',
      REDIS_USERNAME: 'api',
      REDIS_PASSWORD: '<password of cache-api>',
      REDIS_TLS: 'false',
    });
    const open = api('uses: [cache]', 'resources: { cache: { kind: redis, auth: none } }');
    expect(open).toMatchObject({ REDIS_URL: 'redis://<host of cache>:6379' });
    expect(open).not.toHaveProperty('REDIS_PASSWORD');
    expect(api('uses: [cache]', 'resources: { cache: { kind: redis } }', ecs)).toMatchObject({
      REDIS_URL: expect.stringMatching(/^rediss:/),
      REDIS_TLS: 'true',
    });
  });

  it('give what clients of Kafka take, and consumers a group', () => {
    const events = 'resources: { events: { kind: kafka, topics: [created] } }';
    expect(api('consumes: [events.created]', events)).toMatchObject({
      KAFKA_BROKERS: '<addresses of events>',
      KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
      KAFKA_GROUP_ID: 'shop.api',
    });
    const producer = api('publishes: [events.created]', events, ecs);
    expect(producer).toMatchObject({ KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM' });
    expect(producer).not.toHaveProperty('KAFKA_GROUP_ID');
    expect(producer).not.toHaveProperty('KAFKA_PASSWORD');
    const external = events.replace('kafka,', 'kafka, provider: external,');
    expect(api('publishes: [events.created]', external, kubernetes)).toMatchObject({
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_USERNAME: '<user of events-api>',
      KAFKA_PASSWORD: '<password of events-api>',
    });
  });

  it('give a URL of RabbitMQ', () => {
    const mails = 'resources: { mails: { kind: rabbitmq, queues: [sent] } }';
    expect(api('consumes: [mails.sent]', mails)).toMatchObject({
      AMQP_URL: 'amqp://api:<password of mails-api>@<host of mails>:5672/',
    });
  });

  it('give the address of any other server', () => {
    const mongo = 'resources: { docs: { kind: container, image: "mongo:8", ports: { tcp: 27017 } } }';
    expect(api('uses: [docs]', mongo)).toMatchObject({
      DOCS_HOST: '<host of docs>',
      DOCS_PORT: '27017',
      DOCS_ADDR: '<host of docs>:27017',
    });
  });
});

describe('a variable of the description', () => {
  it('wins over one that an edge gives, and is marked as given', () => {
    const [service] = resolved(
      platform('services: { api: { build: api, ports: { http: 8080 }, env: { PORT: 9999, DEBUG: true } } }'),
    ).services;
    expect(service?.env.find(({ name }) => name === 'PORT')).toEqual({
      name: 'PORT',
      value: ['9999'],
      secret: false,
      from: 'given',
    });
    expect(variables(service)).toMatchObject({ DEBUG: 'true' });
  });

  it('settles what two edges would give with different values', () => {
    const found = api(
      'ports: { http: 8080, cache: { number: 7000, protocol: tcp } }, uses: [cache], env: { CACHE_PORT: "${cache.port}" }',
      'resources: { cache: { kind: container, image: "memcached:1.6", ports: { tcp: 11211 } } }',
    );
    expect(found).toMatchObject({ CACHE_PORT: '11211' });
  });

  it('stands among the others in order', () => {
    for (const workload of platformOf('shop', 'prod').services) {
      const names = workload.env.map(({ name }) => name);
      expect(names).toEqual([...names].sort());
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('is all that containers beside a service get', () => {
    const [service] = resolved(
      platform(
        'services: { api: { build: api, ports: { http: 8080 }, sidecars: { proxy: { image: "envoy:1", env: { A: "${instance.ip}" } } } } }',
      ),
    ).services;
    expect(service?.sidecars[0]?.env.map(({ name }) => name)).toEqual(['A']);
  });
});
