import { spawnSync } from 'node:child_process';
import { render } from '../../ci/index';
import { inline } from '../../ci/scripts';
import type { TestStores } from '../../ci/stores/test-stores';
import { described } from '../ci/described';
import { Stage } from './support/stage';

for (const program of ['bash', 'git', 'jq']) {
  if (spawnSync(program, ['--version']).error !== undefined)
    throw new Error(`the scripts of the workflows need ${program}: install it`);
}

const platforms = described(`
platform: shop
repository: acme/shop
services:
  users: { build: services/users, ports: { http: 8080 }, uses: [main.users] }
  orders: { build: services/orders, ports: { http: 8080 }, uses: [main.orders] }
  admin: { build: { context: ., dockerfile: Dockerfile.admin }, ports: { http: 8080 } }
resources:
  main: { kind: postgres, databases: [users, orders] }
environments:
  local: { runtime: compose }
  edge: { runtime: kubernetes, domain: edge.example.com }
`);
// Without `admin`, whose folder is everything.
const apart = described(`
platform: shop
repository: acme/shop
services:
  users: { build: services/users, ports: { http: 8080 }, uses: [main.users] }
  orders: { build: services/orders, ports: { http: 8080 }, uses: [main.orders] }
resources:
  main: { kind: postgres, databases: [users, orders] }
environments:
  local: { runtime: compose }
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: dev.example.com }
`);

let stage: Stage;
const runners = { RUNNER_AMD64: 'ubuntu-24.04', RUNNER_ARM64: 'ubuntu-24.04-arm' };
const imagesFile = { IMAGES_FILE: '.github/slipway/images.json' };

function set(on: typeof platforms): void {
  stage = new Stage(on);
  for (const service of ['users', 'orders']) {
    stage.file(`services/${service}/Dockerfile`, 'FROM scratch\n');
    stage.file(`services/${service}/go.mod`, `module example.com/${service}\n`);
  }
  stage.file('Dockerfile.admin', 'FROM scratch\n');
  stage.file('shared/money.go', 'package shared\n');
}

afterEach(() => stage.remove());

interface Plan {
  builds: { name: string; runner: string; context: string }[];
  modules: { module: string; images: object; setup: { roles: string[] }; variables: Record<string, string> }[];
}

describe('the plan of a pull request', () => {
  const plan = (change: () => void): Plan => {
    const BASE = stage.commit();
    change();
    stage.commit();
    const ended = stage.script('plan-pull-request', { BASE, ...imagesFile, ...runners });
    expect(ended).toEqual({ status: 0, output: expect.anything() });
    return stage.outputs();
  };

  it('holds what changed, with its runner, its module and its stores', () => {
    set(apart);
    const { builds, modules } = plan(() => stage.file('services/users/main.go', 'package main\n'));
    expect(builds).toMatchObject([{ name: 'users', context: 'services/users', runner: 'ubuntu-24.04-arm' }]);
    expect(modules).toMatchObject([
      {
        module: 'services/users',
        images: { postgres: 'docker.io/library/postgres:17-alpine' },
        variables: { DATABASE_URL: 'postgres://users:test@localhost:5432/users?sslmode=disable' },
      },
    ]);
  });

  it('holds everything when something changed that belongs to no image', () => {
    set(apart);
    const { builds, modules } = plan(() => stage.file('shared/money.go', 'package shared // new\n'));
    expect(builds.map(({ name }) => name)).toEqual(['orders', 'users']);
    expect(modules.map(({ module }) => module)).toEqual(['services/orders', 'services/users']);
  });

  it('holds the image of the whole repository whenever anything changed', () => {
    set(platforms);
    const { builds } = plan(() => stage.file('services/users/main.go', 'package main\n'));
    expect(builds.map(({ context }) => context)).toEqual(['.', 'services/users']);
  });

  it('joins the stores of services that share a module, the first by name deciding on variables', () => {
    set(apart);
    stage.file('services/go.mod', 'module example.com/services\n');
    const { modules } = plan(() => {
      stage.git('rm', '--quiet', 'services/users/go.mod', 'services/orders/go.mod');
    });
    expect(modules.map(({ module }) => module)).toEqual(['services']);
    const [{ setup, variables }] = modules as [Plan['modules'][number]];
    expect(setup.roles).toEqual([...setup.roles].sort());
    expect(setup.roles).toContain('CREATE ROLE "users_owner" NOLOGIN;');
    expect(setup.roles).toContain('CREATE ROLE "orders_owner" NOLOGIN;');
    expect(variables['PGDATABASE']).toBe('orders');
  });

  it('leaves out the Go checks of what is in no module', () => {
    set(apart);
    const { builds, modules } = plan(() => {
      stage.git('rm', '--quiet', 'services/users/go.mod');
      stage.file('services/users/main.py', 'print()\n');
    });
    expect(builds.map(({ name }) => name)).toEqual(['users']);
    expect(modules).toEqual([]);
  });

  it('refuses more than one matrix can run', () => {
    const many = Array.from({ length: 257 }, (_, at) => `  s${at}: { build: services/s${at} }`).join('\n');
    stage = new Stage(described(`platform: shop\nservices:\n${many}\nenvironments:\n  local: { runtime: compose }\n`));
    const BASE = stage.commit();
    stage.file('shared', 'x');
    stage.commit();
    const { status, output } = stage.script('plan-pull-request', { BASE, ...imagesFile, ...runners });
    expect(status).toBe(1);
    expect(output).toContain('at most 256 jobs');
  });
});

describe('the plan of a deploy', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const known = `{"digest":"${digest}","annotations":{"org.opencontainers.image.version":"1a2b3c4"}}`;
  const plan = (env: Record<string, string> = {}) =>
    stage.script('plan-builds', { REBUILD: '', REGISTRY: 'ghcr.io/acme/shop', ...imagesFile, ...runners, ...env });

  it('builds what was never signed, once for each processor that is needed', () => {
    set(apart);
    stage.play('docker', 'exit 1');
    stage.commit();
    expect(plan()).toMatchObject({ status: 0 });
    const { builds, images } = stage.outputs<{
      builds: object[];
      images: { name: string; content: string; version: string }[];
    }>();
    expect(builds).toMatchObject([
      { name: 'orders', architecture: 'arm64', runner: 'ubuntu-24.04-arm', dockerfile: 'Dockerfile' },
      { name: 'users', architecture: 'arm64', runner: 'ubuntu-24.04-arm' },
    ]);
    expect(images.map(({ name }) => name)).toEqual(['orders', 'users']);
    for (const { content, version } of images) {
      expect(content).toMatch(/^[0-9a-f]{40}$/);
      expect(version).toBe(stage.git('log', '-1', '--format=%h'));
    }
  });

  it('takes what was signed before with its digest and version', () => {
    set(apart);
    stage.play('docker', `case "$*" in *shop/users:content-*) echo '${known}' ;; *) exit 1 ;; esac`);
    stage.commit();
    expect(plan()).toMatchObject({ status: 0 });
    expect(stage.outputs<{ images: { name: string }[] }>().images.map(({ name }) => name)).toEqual(['orders']);
    expect(JSON.parse(stage.read('digests/users.json'))).toEqual({ digest, version: '1a2b3c4' });
  });

  const contents = () => {
    expect(plan()).toMatchObject({ status: 0 });
    return Object.fromEntries(
      stage.outputs<{ images: { name: string; content: string }[] }>().images.map((each) => [each.name, each.content]),
    );
  };

  it('knows an image by what is in its folder and by nothing else', () => {
    set(apart);
    stage.play('docker', 'exit 1');
    stage.commit();
    const before = contents();
    stage.file('shared/money.go', 'package shared // new\n');
    stage.file('services/users/main.go', 'package main\n');
    stage.commit();
    spawnSync('rm', ['-r', `${stage.temp}/digests`]);
    const after = contents();
    expect(after['orders']).toBe(before['orders']);
    expect(after['users']).not.toBe(before['users']);
  });

  it('builds everything again when a person asks for it', () => {
    set(apart);
    stage.play('docker', `echo '${known}'`);
    stage.commit();
    expect(plan({ REBUILD: 'true' })).toMatchObject({ status: 0 });
    expect(stage.outputs<{ images: object[] }>().images).toHaveLength(2);
    expect(stage.calls()).toEqual([]);
  });
});

describe('publishing an image', () => {
  const env = { CONTENT: 'c0ffee', IMAGE: 'ghcr.io/acme/shop/users', NAME: 'users', VERSION: '1a2b3c4' };
  const joined = `sha256:${'f'.repeat(64)}`;
  const publish = () => stage.inline(inline('publish'), env);
  const prepare = () => {
    set(apart);
    stage.left('build/amd64.digest', 1);
    stage.left('build/arm64.digest', 2);
    stage.left('build/amd64.sbom.json', {});
    stage.left('build/arm64.sbom.json', {});
    stage.play('docker', `case "$3" in inspect) echo '{"digest":"${joined}"}' ;; esac`);
    stage.play('cosign', ':');
  };

  it('joins the processors, signs, attests each list, and last says by the tag that it is signed', () => {
    prepare();
    expect(publish()).toMatchObject({ status: 0 });
    const image = 'ghcr.io/acme/shop/users';
    expect(stage.calls()).toEqual([
      `docker buildx imagetools create --tag ${image}:${'0'.repeat(40)} --annotation index:org.opencontainers.image.version=1a2b3c4 ${image}@1 ${image}@2`,
      `docker buildx imagetools inspect ${image}:${'0'.repeat(40)} --format {{json .Manifest}}`,
      `cosign sign --yes ${image}@${joined}`,
      `cosign attest --yes --type spdxjson --predicate ${stage.temp}/build/amd64.sbom.json ${image}@${joined}`,
      `cosign attest --yes --type spdxjson --predicate ${stage.temp}/build/arm64.sbom.json ${image}@${joined}`,
      `docker buildx imagetools create --tag ${image}:content-c0ffee ${image}@${joined}`,
    ]);
    expect(JSON.parse(stage.read('digests/users.json'))).toEqual({ digest: joined, version: '1a2b3c4' });
  });

  it('refuses to go on when the signature fails', () => {
    prepare();
    stage.play('cosign', 'exit 1');
    expect(publish().status).not.toBe(0);
    expect(stage.calls().join('\n')).not.toContain('content-c0ffee');
    expect(stage.has('digests/users.json')).toBe(false);
  });
});

describe('the stores of the tests', () => {
  const { images } = JSON.parse(render(apart).get('.github/slipway/images.json')!) as {
    images: { name: string; test: TestStores }[];
  };
  const { setup, variables } = images.find(({ name }) => name === 'users')!.test;
  const none = { KAFKA: '', POSTGRES: '', RABBITMQ: '', REDIS: '' };
  const prepare = (containers: Partial<typeof none>, given: object = setup) =>
    stage.script('prepare-stores', {
      ...none,
      ...containers,
      SETUP: JSON.stringify(given),
      VARIABLES: JSON.stringify(variables),
    });

  it('are told what the services need, each by its own client, and the tests where they are', () => {
    set(apart);
    stage.play('docker', 'cat > "$RUNNER_TEMP/stdin.$4"');
    expect(prepare({ POSTGRES: 'c1' })).toEqual({ status: 0, output: '' });
    expect(stage.calls()).toEqual(['docker exec -i c1 psql --quiet --set ON_ERROR_STOP=1 --username postgres']);
    expect(stage.read('stdin.psql').split('\n').slice(0, -1)).toEqual([...setup.roles!, ...setup.databases!]);
    expect(stage.read('env')).toContain('DATABASE_URL=postgres://users:test@localhost:5432/users?sslmode=disable\n');
  });

  it('have topics, users and queues', () => {
    set(apart);
    stage.play('docker', 'if [ "$2" = -i ]; then cat > "$RUNNER_TEMP/stdin.$3"; fi');
    const queue = { vhost: 'shop', name: 'mails', durable: true, type: 'quorum' };
    const given = {
      topics: ['order-created'],
      redis: ['ACL SETUSER a on >test'],
      rabbitmq: ['add_user a test'],
      queues: [queue],
    };
    expect(prepare({ KAFKA: 'k', REDIS: 'r', RABBITMQ: 'm' }, given)).toEqual({ status: 0, output: '' });
    expect(stage.read('stdin.r')).toBe('ACL SETUSER a on >test\n');
    expect(JSON.parse(stage.read('stdin.m'))).toEqual({
      vhosts: [{ name: 'shop' }],
      queues: [
        { vhost: 'shop', name: 'mails', durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } },
      ],
    });
    const calls = stage.calls();
    expect(calls.find((call) => call.includes('kafka-topics.sh'))).toMatch(
      /--create --if-not-exists --topic order-created$/,
    );
    expect(calls.at(-1)).toBe('docker exec m rabbitmqctl add_user a test');
  });

  it('refuses to test when a store could not be prepared', () => {
    set(apart);
    stage.play('docker', 'exit 2');
    expect(prepare({ POSTGRES: 'c1' }).status).not.toBe(0);
  });
});

describe('the checks of the outputs', () => {
  /** A Slipway that writes what the file `rendered` of the checkout says. */
  const slipway = `case "$*" in
    "slipway synth --check") exit 0 ;;
    "slipway synth ci --out "*) mkdir -p "$5/ci/.github/workflows" && cat "$GITHUB_WORKSPACE/rendered" > "$5/ci/.github/workflows/x.yml" ;;
    "slipway synth --out "*) cat rendered > "$4/out" ;;
  esac`;
  const copied = '.github/workflows/x.yml';

  it('pass when the workflows are the copies of what the description gives', () => {
    set(apart);
    stage.play('npx', slipway);
    stage.file('rendered', 'same\n');
    stage.file(copied, 'same\n');
    stage.commit();
    expect(stage.script('compare-outputs', {})).toMatchObject({ status: 0 });
    expect(stage.calls().join()).not.toContain('--check');
  });

  it('compare dist/ where it is in the repository', () => {
    set(apart);
    stage.play('npx', slipway);
    stage.file('rendered', 'same\n');
    stage.file(copied, 'same\n');
    stage.file('dist/local/compose/compose.yaml', 'x');
    stage.commit();
    expect(stage.script('compare-outputs', {})).toMatchObject({ status: 0 });
    expect(stage.calls().join()).toContain('npx slipway synth --check');
  });

  it('refuses workflows that were edited or not copied', () => {
    set(apart);
    stage.play('npx', slipway);
    stage.file('rendered', 'new\n');
    stage.file(copied, 'old\n');
    stage.commit();
    const { status, output } = stage.script('compare-outputs', {});
    expect(status).toBe(1);
    expect(output).toContain('+new');
  });

  it('show what a pull request changes, each side rendered by its own sources', () => {
    set(apart);
    stage.play('npx', slipway);
    stage.play('npm', ':');
    stage.file('platform.yaml', '');
    stage.file('rendered', 'replicas: 1\n');
    const BASE = stage.commit();
    stage.file('rendered', 'replicas: 2\n');
    stage.commit();
    expect(stage.script('show-changes', { BASE })).toMatchObject({ status: 0 });
    expect(stage.read('summary')).toContain('1 files, 1 lines added, 1 removed');
    expect(stage.read('summary')).toContain('-replicas: 1\n+replicas: 2\n');
  });
});
