import { spawnSync } from 'node:child_process';
import { inline } from '../../ci/scripts';
import { described } from '../ci/described';
import { apart, bare, imagesFile, platforms, runners, set, stage } from './support/builds';

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
    bare(described(`platform: shop\nservices:\n${many}\nenvironments:\n  local: { runtime: compose }\n`));
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
