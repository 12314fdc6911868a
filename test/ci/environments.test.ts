import type { EnvironmentEntry } from '../../ci/data';
import { onceTasks } from '../../ci/ecs-tasks';
import { buildRegistry, ecrRegion, registryHost, registryKind } from '../../ci/registry';
import { secretEntries } from '../../platform/index';
import { described } from './described';
import { dataOf, platformsOf, workflowsOf } from './rendered';

describe('what a deploy knows of its environment', () => {
  const shop = platformsOf('shop');

  it('is the images that it runs', () => {
    expect(dataOf<EnvironmentEntry>(shop, 'environments/prod.json').images).toEqual([
      'notifier',
      'orders',
      'payments',
      'users',
    ]);
  });

  it('is every public address', () => {
    expect(dataOf<EnvironmentEntry>(shop, 'environments/prod.json').smoke).toEqual([
      { service: 'notifier', protocol: 'http', target: 'https://shop.example.com/v1/feed' },
      { service: 'orders', protocol: 'http', target: 'https://shop.example.com/v1/orders' },
      { service: 'users', protocol: 'http', target: 'https://shop.example.com/v1/users' },
    ]);
  });

  it('is the secrets that must be in a cluster', () => {
    const edge = shop.find(({ environment }) => environment.name === 'edge')!;
    const names = [...new Set(secretEntries(edge).map((entry) => entry.name))].sort();
    expect(names.length).toBeGreaterThan(0);
    expect(dataOf<EnvironmentEntry>(shop, 'environments/edge.json').secrets).toEqual(names);
  });

  it('is not there for an environment that nobody deploys to', () => {
    expect(() => dataOf(shop, 'environments/local.json')).toThrow();
  });

  it('has addresses of gRPC and TCP, and none of UDP', () => {
    const platforms = described(`
platform: shop
services:
  rpc: { build: rpc, ports: { grpc: 9090 }, routes: /shop.Rpc }
  feed: { build: feed, ports: { tcp: 7000 }, routes: [{ port: tcp, listen: 7001 }] }
  dns: { build: dns, ports: { udp: 5353 }, routes: [{ port: udp, listen: 53 }] }
environments:
  dev: { runtime: kubernetes, domain: dev.example.com }
`);
    expect(dataOf<EnvironmentEntry>(platforms, 'environments/dev.json').smoke).toEqual([
      { service: 'feed', protocol: 'tcp', target: 'tcp.feed.dev.example.com:7001' },
      { service: 'rpc', protocol: 'grpc', target: 'https://dev.example.com/shop.Rpc' },
    ]);
  });
});

describe('the tasks of a deploy to ECS', () => {
  const [platform] = described(`
platform: shop
services:
  api: { build: api, ports: { http: 8080 }, uses: [main.api], migrate: [/app, migrate], after: { seed: completed } }
jobs:
  seed: { build: api, command: [/app, seed], uses: [main.api], timeout: 5m, retries: 2, after: { extract: completed } }
  extract: { build: api, command: [/app, extract], uses: [main.api] }
  warm: { build: api, command: [/app, warm], calls: [api] }
  report: { build: api, command: [/app, report], after: { warm: completed } }
  nightly: { build: api, command: [/app, nightly], schedule: "0 3 * * *" }
resources:
  main: { kind: postgres, databases: [api] }
environments:
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: dev.example.com }
`);
  const tasks = onceTasks(platform!);
  const names = (waves: (typeof tasks)['before']) => waves.map((wave) => wave.map(({ name }) => name));

  it('are migrations, then the jobs that services wait for, in their order', () => {
    expect(names(tasks.before)).toEqual([['api-migrate'], ['extract'], ['seed']]);
  });

  it('are after the services the jobs that call them, and what comes after those', () => {
    expect(names(tasks.after)).toEqual([['warm'], ['report']]);
  });

  it('are found by agreed names', () => {
    expect(tasks.before[0]).toEqual([
      {
        name: 'api-migrate',
        parameter: '/shop/dev/api/migrate-task',
        stack: 'shop-dev-api-migrate',
        timeout: 600,
        retries: 0,
      },
    ]);
    expect(tasks.before[2]).toMatchObject([
      { name: 'seed', parameter: '/shop/dev/seed/task', timeout: 300, retries: 2 },
    ]);
  });
});

describe('registries', () => {
  const target = (registry: string) => `
platform: shop
repository: Acme/Shop
services: { api: { build: api } }
environments:
  edge: { runtime: kubernetes, domain: edge.example.com${registry === '' ? '' : `, registry: ${registry}`} }
`;

  it('are told apart by their hosts', () => {
    expect(registryKind('ghcr.io/acme/shop')).toBe('github');
    expect(registryKind('111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop')).toBe('ecr');
    expect(registryKind('registry.example.com:5000/shop')).toBe('other');
    expect(registryHost('registry.example.com:5000/shop')).toBe('registry.example.com:5000');
    expect(ecrRegion('111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/shop')).toBe('cn-north-1');
    expect(ecrRegion('ghcr.io/acme/shop')).toBe('');
  });

  it('begin with that of the repository, in lower case', () => {
    expect(described(target('')).map(buildRegistry)).toEqual(['ghcr.io/acme/shop']);
  });

  const copies = (registry: string) =>
    workflowsOf(described(target(registry))).some(({ text }) => text.includes('promote.sh'));

  it('get a copy only where the environment has one of its own', () => {
    expect(copies('')).toBe(false);
    expect(copies('registry.example.com/shop')).toBe(true);
  });

  it('of others are entered with a name and a password of the GitHub environment, which the header names', () => {
    const [deploy] = workflowsOf(described(target('registry.example.com/shop')));
    expect(deploy!.text).toContain('secrets.REGISTRY_PASSWORD');
    expect(deploy!.text).toMatch(/^# .*REGISTRY_USERNAME and REGISTRY_PASSWORD/m);
    expect(deploy!.text).not.toContain('AWS_ROLE_ARN');
  });

  it('of ECR are entered with a role, for clusters too', () => {
    const [deploy] = workflowsOf(described(target('111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop')));
    expect(deploy!.workflow.jobs['deploy-edge']!.permissions).toEqual({
      contents: 'read',
      'id-token': 'write',
      packages: 'read',
    });
  });
});

describe('what a team must set up', () => {
  it('stands in the header, each variable and secret that a workflow reads', () => {
    for (const { text } of workflowsOf(platformsOf('shop'))) {
      const [, header = ''] = /^((?:#.*\n)*)/.exec(text) ?? [];
      for (const [, name = ''] of text.matchAll(/\$\{\{ (?:vars|secrets)\.(\w+) \}\}/g)) expect(header).toContain(name);
    }
  });
});
