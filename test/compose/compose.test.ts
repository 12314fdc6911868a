import { secretEntries, secretVariable } from '../../platform/index';
import { interpolateAll, variablesOf } from '../support/compose-env';
import { ended, environmentOf, filled, made, platform, secrets } from './filled';
import { output, workshop } from './workshop';

describe('compose.yaml', () => {
  it('says what made it, what to edit and how to start', () => {
    expect(made.text.split('\n').slice(0, 4)).toEqual([
      expect.stringContaining('Made by Slipway from platform.yaml'),
      expect.stringContaining('npx slipway synth compose -e local'),
      '# Once: npx slipway secrets local',
      '# Start: docker compose --env-file secrets/local.env -f dist/local/compose/compose.yaml up --build',
    ]);
  });

  it('is a project named after platform and environment, with its services in order', () => {
    expect(made.document.name).toBe('workshop-local');
    const names = Object.keys(made.document.services);
    expect(names).toEqual([...names].sort());
  });

  it('comes out the same twice', () => {
    expect([...output(workshop()).files]).toEqual([...made.files]);
  });
});

describe('images', () => {
  it('are built from a folder beside the description, under a name that no registry holds', () => {
    const { image, build } = filled.services['courier']!;
    expect(image).toBe('localhost/workshop/courier:dev');
    expect(build).toEqual({ context: '../../../services/courier', dockerfile: 'Dockerfile' });
    expect(made.service('api').build).toEqual({
      context: '../../../services/api',
      dockerfile: 'Dockerfile',
      target: 'server',
      args: { GO_VERSION: '1.26' },
    });
  });

  it('are another one where the environment file names it', () => {
    const image = interpolateAll(made.service('courier').image, { COURIER_IMAGE: 'ghcr.io/acme/courier:7' });
    expect(image).toBe('ghcr.io/acme/courier:7');
  });

  it('are found from where the output is put', () => {
    expect(output(platform, { root: '../app' }).service('courier').build?.context).toBe('../app/services/courier');
  });

  it('are taken as they are, for their architecture, where they exist already', () => {
    expect(made.service('web')).toMatchObject({ image: 'ghcr.io/acme/web:1.4.2', platform: 'linux/amd64' });
    expect(made.service('web')).not.toHaveProperty('build');
    expect(made.service('api')).not.toHaveProperty('platform');
  });
});

describe('variables', () => {
  it('arrive as described, dollar signs and all', () => {
    expect(environmentOf('api')).toMatchObject({
      PRICE: '5$',
      DSN: 'host=main password=value-of-main_api_password price=5$ tag=${x}',
      DATABASE_URL: 'postgres://api:value-of-main_api_password@main:5432/api?sslmode=disable',
      SIGNING_KEY: 'value-of-api_signing_key',
      SERVICE_VERSION: 'dev',
    });
  });

  it('that are passed through are left to where Compose runs', () => {
    expect(made.service('api').environment).toHaveProperty('HTTP_PROXY', null);
  });

  it('show the tag of an image that exists already as the version', () => {
    expect(environmentOf('web')).toHaveProperty('SERVICE_VERSION', '1.4.2');
  });

  it('name peers by the port that callers use', () => {
    expect(environmentOf('courier')).toHaveProperty('WEB_URL', 'http://web:80');
    expect(environmentOf('web')).toMatchObject({ API_GRPC_ADDR: 'api:9090', API_URL: 'http://api:8081' });
  });

  it('take the address and login of an external store from the environment file', () => {
    expect(environmentOf('courier')['BOOKS_URL']).toBe(
      'postgres://value-of-ledger_courier_username_in_url:value-of-ledger_courier_password_in_url@value-of-ledger_address_host:5432/books?sslmode=verify-full',
    );
  });
});

describe('secrets', () => {
  it('are all asked for by the variables that the secrets file has, and no other', () => {
    const { required, all } = variablesOf(made.document);
    const entries = secretEntries(platform);
    // What stands in a URL alone is asked for in that form.
    const encoded = new Set(entries.map(({ name, encodes }) => secretVariable(name, encodes)));
    const asked = entries.filter(({ variable }) => required.has(variable) || !encoded.has(variable));
    expect([...required].sort()).toEqual(asked.map(({ variable }) => variable));
    const others = [...all].filter((name) => !required.has(name));
    expect(others.every((name) => /_(IMAGE|VERSION)$/.test(name))).toBe(true);
  });

  it('refuses to start without them, and says what to run', () => {
    expect(() => interpolateAll(made.document, {})).toThrow(/is missing a value: run: npx slipway secrets local/);
  });

  it('of the administrator reach no workload', () => {
    const holders = Object.entries(filled.services)
      .filter(([, { environment = {} }]) => Object.values(environment).includes('value-of-main_admin_password'))
      .map(([name]) => name);
    expect(holders).toEqual(['main', 'main-provision']);
  });

  it('stand in no file', () => {
    const marked = new Set(Object.values(secrets));
    expect(marked.size).toBe(secretEntries(platform).length);
    for (const [, text] of made.files) for (const value of marked) expect(text).not.toContain(value);
  });
});

describe('containers', () => {
  it('hold no capability, gain none and run as their user on a read-only root', () => {
    for (const [name, service] of Object.entries(made.document.services)) {
      expect([name, service.cap_drop, service.security_opt]).toEqual([name, ['ALL'], ['no-new-privileges:true']]);
      expect([name, service.read_only]).toEqual([name, true]);
    }
    expect(made.service('courier')).toMatchObject({ user: '1000:2000', cap_add: ['NET_BIND_SERVICE'] });
    expect(made.service('api').user).toBe('65532:65532');
  });

  it('run as root only to give a volume away and to fill one', () => {
    const roots = Object.entries(made.document.services).filter(([, { user }]) => user?.startsWith('0') === true);
    expect(roots.map(([name]) => name)).toEqual([
      'courier-volumes',
      'events-volumes',
      'search-volumes',
      'slipway-probes',
      'tasks-volumes',
      'web-volumes',
    ]);
    for (const [, service] of roots) expect(service.network_mode).toBe('none');
  });

  it('get request and limit apart', () => {
    expect(made.service('web').deploy.resources).toEqual({
      limits: { cpus: '0.5', memory: '128M' },
      reservations: { cpus: '0.1', memory: '64M' },
    });
  });

  it('may write to the directories that they ask for', () => {
    expect(made.service('web').tmpfs).toEqual(['/cache:size=16m,mode=1777,uid=65532,gid=65532,exec']);
    const source = 'web_writable_tmp';
    expect(made.service('web').volumes).toContainEqual({
      ...{ type: 'volume', source, target: '/tmp', volume: { nocopy: true } },
    });
    expect(made.document.volumes).toHaveProperty(source);
  });

  it('wait until a directory on disk belongs to their user', () => {
    expect(made.service('web-volumes')).toMatchObject({
      entrypoint: ['chown', '65532:65532', '/volumes/web_writable_tmp'],
      volumes: [{ type: 'volume', source: 'web_writable_tmp', target: '/volumes/web_writable_tmp' }],
      user: '0:0',
      cap_add: ['CHOWN'],
    });
    for (const each of ['web', 'web-warm'])
      expect([each, made.service(each).depends_on]).toEqual([
        each,
        expect.objectContaining({ 'web-volumes': { condition: 'service_completed_successfully' } }),
      ]);
  });

  it('take limits of the process and kernel settings, those of the network where the network is', () => {
    expect(made.service('web')).toMatchObject({
      ulimits: { nofile: { soft: 1024, hard: 2048 } },
      sysctls: { 'kernel.shmmax': '65536' },
    });
    expect(made.service('web-network').sysctls).toHaveProperty(['net.core.somaxconn'], '1024');
  });

  it('run commands with their dollar signs', () => {
    expect(filled.services['api-migrate']!.entrypoint).toEqual(['/app', 'migrate', '--to=$LATEST']);
  });

  it('have as many replicas as the fewest, and once what cannot run twice', () => {
    expect(made.service('api').deploy.replicas).toBe(2);
    expect(made.service('web').deploy.replicas).toBe(1);
  });

  it('are given the time to end that they drain in', () => {
    expect(made.service('courier').stop_grace_period).toBe('50s');
  });
});

describe('files', () => {
  it('lie beside compose.yaml as they are, so that a read-only root can have them', () => {
    const [config] = made.service('api').configs!;
    expect(config!.target).toBe('/etc/api/config.json');
    const { file, content } = made.document.configs![config!.source]!;
    expect(content).toBeUndefined();
    expect(made.files.get(file!.replace('./', ''))).toBe('{"search": "search:7700", "price": "5$"}');
  });

  it('that change start the container anew', () => {
    const before = made.service('api').labels;
    const services = platform.services.map((service) =>
      service.name === 'api' ? { ...service, files: [{ ...service.files[0]!, content: ['other'] }] } : service,
    );
    const after = output({ ...platform, services }).service('api').labels;
    expect(before).toEqual({ 'slipway.files': expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(after).not.toEqual(before);
  });
});

describe('health', () => {
  it('is asked inside the container, by a program that a read-only volume brings', () => {
    expect(filled.services['web']!.healthcheck).toEqual({
      test: [
        'CMD',
        '/.slipway/wget',
        '-q',
        '-O',
        '/dev/null',
        '-T',
        '2',
        '-Y',
        'off',
        '--header',
        'Cookie: id=$1',
        'http://127.0.0.1:8080/healthz',
      ],
      interval: '10s',
      timeout: '2s',
      retries: 3,
      start_period: '2s',
    });
    expect(made.service('web').volumes).toContainEqual(
      expect.objectContaining({ source: 'slipway-probes', target: '/.slipway', read_only: true }),
    );
    expect(made.service('web').depends_on).toMatchObject({ 'slipway-probes': ended });
  });

  it('is asked over gRPC with the name of the service, after the start has had its time', () => {
    const { healthcheck, volumes, depends_on } = made.service('api');
    expect(healthcheck!.test).toEqual([
      'CMD',
      '/.slipway-grpc/grpc-health-probe',
      '-addr=127.0.0.1:9090',
      '-connect-timeout=3s',
      '-rpc-timeout=3s',
      '-service=workshop.v1.Api',
    ]);
    expect(healthcheck!.start_period).toBe('20s');
    expect(volumes).toEqual([
      expect.objectContaining({ source: 'slipway-grpc-probe', target: '/.slipway-grpc', read_only: true }),
    ]);
    expect(depends_on).toMatchObject({ 'slipway-grpc-probe': ended });
  });

  it('is asked by a connection or by a command of the container itself', () => {
    expect(made.service('sensor').healthcheck!.test).toEqual([
      'CMD',
      '/.slipway/nc',
      '-w',
      '2',
      '127.0.0.1',
      '1883',
      '-e',
      '/.slipway/true',
    ]);
    expect(filled.services['hermit']!.healthcheck!.test).toEqual(['CMD', '/app', 'check', '$HOME']);
    expect(made.service('hermit')).not.toHaveProperty('volumes');
  });

  it('of every store is known', () => {
    for (const name of ['main', 'cache', 'events', 'tasks', 'search'])
      expect(made.service(name).healthcheck).toBeDefined();
    expect(filled.services['cache']!.healthcheck!.test.at(-1)).toContain('REDISCLI_AUTH="$CACHE_ADMIN_PASSWORD"');
  });
});
