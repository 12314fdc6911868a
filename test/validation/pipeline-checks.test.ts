import { render } from '../../ci/index';
import type { TestStores } from '../../ci/stores/test-stores';
import { apart, set, stage } from './support/builds';

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
