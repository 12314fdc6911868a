import { resolve } from '../../../platform/index';
import { documentOf } from '../../support/platforms';
import { compose, ecs, job, kubernetes, platform, production, resource, service, used } from '../cases/describe';
import { api, resolved } from './one';

describe('routes', () => {
  it('lead to the port that speaks HTTP, at the domain', () => {
    const found = api('ports: { tcp: 5000, http: 8080 }\nroutes: /v1', kubernetes).routes;
    expect(found).toEqual([
      expect.objectContaining({
        port: 'http',
        number: 8080,
        host: 'shop.example.com',
        path: '/v1',
        rewrite: '/v1',
        timeout: 30,
        listen: 0,
      }),
    ]);
  });

  it('are raw where the port is', () => {
    const found = api('ports: { tcp: { number: 5000, as: 50 } }\nroutes: [{ port: tcp }]').routes;
    expect(found).toEqual([expect.objectContaining({ host: 'localhost', path: '', listen: 50, timeout: 3600 })]);
  });

  it('that are raw have a name of their own, which references can name without an edge', () => {
    const where = (environment: string, route = '{ port: tcp, listen: 70 }') => {
      const env = 'env: { ADDR: "${gateway.api.tcp.addr}", PARTS: "${gateway.api.tcp.host} ${gateway.api.tcp.port}" }';
      const found = resolved(service(`ports: { tcp: 5000 }\nroutes: [${route}]\n${env}`, environment)).services[0];
      const value = (name: string) => found?.env.find((each) => each.name === name)?.value;
      return [found?.routes[0]?.host, value('ADDR'), value('PARTS')];
    };
    expect(where(ecs)).toEqual([
      'tcp.api.shop.example.com',
      ['tcp.api.shop.example.com:70'],
      ['tcp.api.shop.example.com 70'],
    ]);
    const given = '{ port: tcp, listen: 70, host: mqtt.example.com }';
    expect(where(kubernetes, given)).toEqual(['mqtt.example.com', ['mqtt.example.com:70'], ['mqtt.example.com 70']]);
    expect(where(compose, given)[0]).toBe('localhost');
    expect(where(compose)[1]).toEqual(['localhost:70']);
  });

  it('need a gateway that says where it is', () => {
    const local = resolved(service('ports: { http: 8080 }\nroutes: /')).gateway;
    expect(local).toMatchObject({ used: true, scheme: 'http', port: 8080, url: 'http://localhost:8080' });
    const cloud = resolved(service('ports: { http: 8080 }\nroutes: /', ecs)).gateway;
    expect(cloud).toMatchObject({ scheme: 'https', port: 443, url: 'https://shop.example.com' });
    expect(cloud.headers).toMatchObject({ 'strict-transport-security': 'max-age=86400' });
    expect(resolved(service('ports: { http: 8080 }', ecs)).gateway.used).toBe(false);
  });
});

describe('resources', () => {
  it('are made as the runtime makes them', () => {
    const provider = (environment: string, fields = 'kind: redis') =>
      resolved(resource(fields, environment)).resources[0]?.provider;
    expect(provider(compose)).toBe('container');
    expect(provider(ecs)).toBe('managed');
    expect(provider(kubernetes)).toBe('container');
    expect(provider(`${kubernetes}${production}`, 'kind: rabbitmq')).toBe('container');
    expect(provider(`${kubernetes}${production}`)).toBe('container');
    expect(provider(ecs, 'kind: container\nimage: "mongo:8"')).toBe('container');
  });

  it('know which service owns a database', () => {
    const text = platform(
      'services: { b: { build: b, uses: [main.x] }, a: { build: a, uses: [{ name: main.x, access: read }] } }\nresources: { main: { kind: postgres, databases: [x] } }',
    );
    const [main] = resolved(text).resources;
    expect(main?.kind === 'postgres' ? main.databases : []).toEqual([
      { name: 'x', database: 'x', extensions: [], owner: 'x_owner', service: 'b' },
    ]);
  });

  it('have an address that is looked up where the description does not give it', () => {
    const address = (fields: string) =>
      resolved(used('uses: [main]', `kind: redis\nprovider: external\n${fields}`)).resources[0]?.address;
    expect(address('external: { host: redis.example.com }')).toEqual({ kind: 'given', host: 'redis.example.com' });
    expect(address('auth: none')).toEqual({ kind: 'looked-up' });
  });

  it('need no image where they are elsewhere', () => {
    const [found] = resolved(
      used('uses: [main]', 'kind: container\nprovider: external\nports: { tcp: 27017 }'),
    ).resources;
    expect(found).toMatchObject({ provider: 'external', image: '', port: 27017 });
  });

  it('are waited for where they start with what uses them: until healthy, if they can tell', () => {
    const waits = (fields: string) => resolved(used('uses: [main]', fields)).services[0]?.after;
    const wait = { kind: 'resource', name: 'main', given: false };
    expect(waits('kind: redis')).toEqual([{ ...wait, condition: 'healthy' }]);
    expect(waits('kind: container\nimage: "mongo:8"\nports: { tcp: 27017 }')).toEqual([
      { ...wait, condition: 'healthy' },
    ]);
    expect(waits('kind: container\nimage: "mongo:8"\nports: { tcp: 27017 }\nhealth: none')).toEqual([
      { ...wait, condition: 'started' },
    ]);
    expect(waits('kind: redis\nprovider: external')).toEqual([]);
  });
});

describe('jobs', () => {
  it('run on deploy or on a schedule', () => {
    expect(resolved(job('timeout: 5m')).jobs[0]).toMatchObject({
      trigger: { kind: 'deploy' },
      timeout: 300,
      concurrency: 'allow',
    });
    expect(resolved(job('schedule: "0 3 * * *"')).jobs[0]).toMatchObject({
      trigger: { kind: 'schedule', schedule: '0 3 * * *', timezone: 'UTC' },
      concurrency: 'forbid',
      retries: 0,
    });
  });

  it('change rows and no tables, unless they say so', () => {
    const text = platform(
      'jobs: { a: { build: a, uses: [main.x] }, b: { build: a, uses: [{ name: main.x, access: read }] } }\nresources: { main: { kind: postgres, databases: [x] } }',
    );
    expect(resolved(text).jobs.map(({ uses }) => uses[0]?.access)).toEqual(['write', 'read']);
  });
});

describe('secrets', () => {
  it('are one where they have one name, with all that read it', () => {
    const text = platform(
      'services: { a: { build: a, secrets: { K: { name: key, generate: true } } }, b: { build: b, secrets: [API_KEY], sidecars: { p: { image: "p:1", secrets: { K: { name: key, generate: true } } } } } }',
    );
    expect(resolved(text).secrets).toEqual([
      { name: 'b-api-key', source: 'given', keys: ['value'], readers: ['b'] },
      { name: 'key', source: 'generated', keys: ['value'], readers: ['a', 'b'] },
    ]);
  });
});

describe('resolving', () => {
  it('refuses an environment that the description does not have, with the one that was meant', () => {
    const { platform: none, problems } = resolve(documentOf('shop'), 'prd');
    expect(none).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ code: 'unknown-environment', fix: 'did you mean "prod"?' })]);
  });

  it('tells where each value comes from', () => {
    const { origins } = resolve(documentOf('shop'), 'prod');
    expect(origins.origin(['services', 'orders', 'scale', 'min'], 'x')).toMatchObject({ kind: 'environment' });
    expect(origins.origin(['services', 'orders', 'scale', 'max'], 'x')).toMatchObject({ kind: 'line' });
    expect(origins.origin(['services', 'orders', 'readOnlyRoot'], 'usual')).toEqual({
      kind: 'default',
      reason: 'usual',
    });
  });

  it('leaves the description as it was', () => {
    const document = documentOf('shop');
    const before = JSON.stringify([document.description, document.source.value]);
    for (const name of document.environments) resolve(document, name);
    expect(JSON.stringify([document.description, document.source.value])).toBe(before);
  });
});
