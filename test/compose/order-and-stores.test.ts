import { ended, made, platform } from './filled';
import { output, type Service, workshop } from './workshop';

const healthy = { condition: 'service_healthy' };
const started = { condition: 'service_started' };

describe('start order', () => {
  it('is stores, their set-up, migrations, then services', () => {
    expect(made.service('main-provision').depends_on).toEqual({ main: healthy });
    expect(made.service('api-migrate').depends_on).toMatchObject({ main: healthy, 'main-provision': ended });
    expect(made.service('api').depends_on).toMatchObject({ 'api-migrate': ended, main: healthy, cache: healthy });
  });

  it('follows what the description says', () => {
    expect(made.service('courier').depends_on).toMatchObject({ web: healthy, seed: ended, 'events-provision': ended });
  });

  it('waits for nothing outside', () => {
    expect(Object.keys(made.service('courier').depends_on!)).not.toContain('ledger');
  });

  it('runs init containers to the end first', () => {
    expect(made.service('web').depends_on).toMatchObject({ 'web-warm': ended });
    expect(made.service('web-warm')).toMatchObject({ restart: 'no', networks: { web_api: {} } });
  });

  it('lets the gateway start with the services', () => {
    expect(made.service('gateway').depends_on).toEqual({ api: started, sensor: started, web: started });
  });

  it('names only services that are there', () => {
    const { services } = made.document;
    const named = Object.values(services).flatMap(({ depends_on = {} }) => Object.keys(depends_on));
    expect(named.filter((name) => !(name in services))).toEqual([]);
    expect(named.filter((name) => services[name]!.profiles !== undefined)).toEqual([]);
  });

  it('asks for health only where there is a check, and for an end only of what ends', () => {
    for (const service of Object.values(made.document.services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const target = made.service(name);
        if (condition === 'service_healthy') expect(target.healthcheck).toBeDefined();
        if (condition === 'service_completed_successfully') expect(target.restart).not.toBe('unless-stopped');
      }
    }
  });
});

describe('jobs', () => {
  it('run once at the start, and again as often as they may', () => {
    expect(made.service('seed')).toMatchObject({ restart: 'on-failure:2', entrypoint: ['/app', 'seed'] });
    expect(made.service('seed')).not.toHaveProperty('profiles');
  });

  it('with a schedule run when they are asked to', () => {
    expect(made.service('report')).toMatchObject({ profiles: ['jobs'], restart: 'no' });
  });
});

describe('stores', () => {
  const volumesOf = ({ volumes = [] }: Service) => volumes.map(({ source, target }) => [source, target]);

  it('keep their data in a volume of their own and run as the user of their image', () => {
    expect(volumesOf(made.service('main'))).toEqual([['main', '/var/lib/postgresql/data']]);
    expect(volumesOf(made.service('cache'))).toEqual([['cache', '/data']]);
    const probes = ['slipway-probes', '/.slipway'];
    const scratch = (name: string, path: string) => [`${name}_writable_${path.slice(1).replaceAll('/', '-')}`, path];
    expect(volumesOf(made.service('events'))).toEqual([
      ...[['events', '/var/lib/kafka/data'], scratch('events', '/opt/kafka/logs'), scratch('events', '/tmp'), probes],
    ]);
    const log = scratch('tasks', '/var/log/rabbitmq');
    expect(volumesOf(made.service('tasks'))).toEqual([['tasks', '/var/lib/rabbitmq'], log, probes]);
    const users = ['main', 'cache', 'events', 'tasks'].map((name) => made.service(name).user);
    expect(users).toEqual(['70:70', '999:1000', '1000:1000', '100:101']);
    // Where the server keeps its data is for good: another folder would be an empty server.
    expect(made.service('main').environment).toMatchObject({ PGDATA: '/var/lib/postgresql/data' });
  });

  it('leave Docker no volume to make without a name: what images ask for is named, or empty in memory', () => {
    const inMemory = (name: string) => (made.service(name).tmpfs ?? []).map((entry) => entry.split(':')[0]);
    expect(inMemory('events')).toEqual(expect.arrayContaining(['/etc/kafka/secrets', '/mnt/shared/config']));
    expect(inMemory('events')).not.toContain('/var/lib/kafka/data');
    expect(inMemory('events-provision')).toEqual([
      '/tmp',
      '/var/lib/kafka/data',
      '/etc/kafka/secrets',
      '/mnt/shared/config',
    ]);
    expect(inMemory('main')).toEqual(['/tmp', '/var/run/postgresql']);
    expect(inMemory('main-provision')).toEqual(['/tmp', '/var/lib/postgresql/data']);
  });

  it('take their settings', () => {
    expect(made.service('main').command).toEqual(['-c', 'max_connections=50']);
  });

  it('are set up by their own scripts, which are files', () => {
    const { configs, entrypoint } = made.service('main-provision');
    expect(entrypoint).toEqual(['/bin/sh', '/provision/postgres.sh']);
    expect(configs!.map(({ target }) => target)).toEqual(['/provision/postgres.sh', '/provision/postgres.sql']);
  });

  it('of any other kind run as described, their volumes given to their user first', () => {
    expect(made.service('search')).toMatchObject({ user: '1001:1001', expose: ['7700'] });
    expect(made.service('search').depends_on).toMatchObject({ 'search-volumes': ended });
    expect(made.service('search-volumes').entrypoint).toEqual(['chown', '1001:1001', '/volumes/data']);
    const [given] = made.service('search-volumes').volumes!;
    expect(volumesOf(made.service('search'))).toContainEqual([given!.source, '/meili_data']);
  });

  it('outside have nothing in the file', () => {
    expect(made.document.services).not.toHaveProperty('ledger');
    expect(made.document.services).not.toHaveProperty('ledger-provision');
  });
});

describe('overrides', () => {
  const over = (patch: object) =>
    output({
      ...platform,
      environment: {
        ...platform.environment,
        overrides: {
          ...platform.environment.overrides,
          compose: [{ target: '', op: 'set' as const, value: null, path: '/', ...patch }],
        },
      },
    });

  it('come last and are taken as they are', () => {
    const { service } = output(workshop('full'));
    expect(service('web').labels).toEqual({ team: '${TEAM}' });
    expect(service('hermit')).not.toHaveProperty('ulimits');
  });

  it('refuses a path that is not there', () => {
    expect(() => over({ path: '/services/nobody/labels', value: {} })).toThrow(
      /overrides.compose\[0\]: .*\/services\/nobody/,
    );
  });

  it('refuses a target, since there is one file', () => {
    expect(() => over({ target: 'web', path: '/name', value: 'x' })).toThrow(/overrides.compose\[0\]: .*"web"/);
  });
});
