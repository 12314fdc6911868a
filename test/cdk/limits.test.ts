import { limits } from '../../cdk/limits';
import { fileLimits } from '../../cdk/limits/files';
import type { Platform } from '../../platform/index';
import { platformFrom } from './assembly';
import { cases, image } from './limit-cases';

const found = (platform: Platform, code: string): string[] =>
  limits
    .filter((limit) => limit.code === code && limit.runtimes.includes(platform.environment.runtime))
    .flatMap((limit) => limit.find(platform))
    .map((path) => path.join('.'));

describe('a limit of ECS', () => {
  it.each(cases)('refuses %s', (code, text, path, environment = '') => {
    expect(found(platformFrom(text, environment), code)).toContain(path);
  });

  it('finds nothing in a service that ECS can run', () => {
    const platform = platformFrom(`
services:
  web:
    image: ghcr.io/acme/web:1
    ports: { http: 8080 }
    routes: /
    calls: [api]
    uses: [main.web, cache]
    migrate: [/app, up]
    writable: [/tmp]
    capabilities: [NET_BIND_SERVICE]
    ulimits: { nofile: 4096 }
    sysctls: { net.core.somaxconn: 1024 }
    secrets: [TOKEN]
    scale: { min: 1, max: 3, requests: 50 }
  api: { image: "ghcr.io/acme/api:1", ports: { grpc: 9090 }, health: { command: [/probe] } }
jobs:
  sync: { image: "ghcr.io/acme/web:1", schedule: "*/10 * * * *", uses: [main.web], retries: 2 }
resources:
  main: { kind: postgres, databases: [web] }
  cache: { kind: redis, persistence: false }
  bus: { kind: kafka }
`);
    const all = limits.filter(({ runtimes }) => runtimes.includes('ecs'));
    expect(all.flatMap((limit) => limit.find(platform).map((path) => [limit.code, ...path].join(' ')))).toEqual([]);
  });

  it('is tried above', () => {
    const tried = new Set(cases.map(([code]) => code));
    // Those of files are in files.test.ts, and that of the domain among wrong descriptions. The last is said below of a platform: a
    // rule refuses it before.
    const others = ['unsupported-certificate-name', 'unsupported-task-size', ...fileLimits.map(({ code }) => code)];
    expect([...new Set(limits.map(({ code }) => code))].filter((code) => !tried.has(code)).sort()).toEqual(
      others.sort(),
    );
  });

  it('says where it is, why and what to do', () => {
    for (const { code, field, reason, fix } of limits) {
      expect([code, field.length >= 3, reason.length > 20, fix.length > 8]).toEqual([code, true, true, true]);
      expect([code, reason.endsWith('.')]).toEqual([code, false]);
    }
  });
});

describe('what no description says', () => {
  const platform = platformFrom(`services: { web: { ${image} } }\nresources: { bus: { kind: kafka } }`);
  const [web] = platform.services;

  it.each([
    [
      'unsupported-task-size',
      { services: [{ ...web!, memory: { request: 200_000, limit: 200_000 } }] },
      'services.web.memory',
    ],
  ])('refuses %s', (code, change, path) => {
    expect(found({ ...platform, ...change } as Platform, code)).toEqual([path]);
  });
});
