import fc from 'fast-check';
import { loadText, type Platform, resolve } from '../../../platform/index';
import { lines } from '../cases/describe';

const base = lines(`
  services:
    api:
      build: { context: api, target: final }
      ports: { http: 8080 }
      routes: [/a, /b]
      env: { A: "1", B: "2" }
      secrets: [TOKEN, KEY]
      calls: [peer]
      cpu: 0.5
      scale: 2
      drain: 5s
      volumes: { data: { path: /data } }
    peer: { build: peer, ports: { http: 8080 } }
  jobs:
    nightly: { build: nightly, uses: [main.orders, main.users] }
  resources:
    main: { kind: postgres, databases: [orders, users] }
`);

/** The base in an environment with these fields of services and resources. */
function resolvedWith(fields: string) {
  const text = `platform: shop\n${base}\nenvironments:\n  dev:\n    runtime: compose\n    ${lines(fields).replaceAll('\n', '\n    ')}\n`;
  const { document, problems } = loadText('platform.yaml', text);
  return document === undefined ? { platform: undefined, problems, origins: undefined } : resolve(document, 'dev');
}

function platformWith(fields: string): Platform {
  const { platform, problems } = resolvedWith(fields);
  if (platform === undefined) throw new Error(problems.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return platform;
}

const api = (fields: string) =>
  platformWith(`services: { api: ${fields} }`).services.find(({ name }) => name === 'api');

describe('null in an environment', () => {
  it('takes away a variable, and leaves the others', () => {
    const names = api('{ env: { A: null } }')?.env.map(({ name }) => name);
    expect(names).toContain('B');
    expect(names).not.toContain('A');
  });

  it('takes away routes, volumes and calls, by the field, the entry or an empty list', () => {
    expect(api('{ routes: null }')?.routes).toEqual([]);
    expect(api('{ routes: [] }')?.routes).toEqual([]);
    expect(api('{ volumes: null }')?.volumes).toEqual([]);
    expect(api('{ volumes: { data: null } }')?.volumes).toEqual([]);
    expect(api('{ calls: null }')?.calls).toEqual([]);
    expect(api('{ calls: [] }')?.calls).toEqual([]);
  });

  it('brings the default of a field back, and says so', () => {
    expect(api('{ drain: null }')?.drain.shutdown).toBe(20);
    const { origins } = resolvedWith('services: { api: { drain: null } }');
    expect(origins?.origin(['services', 'api', 'drain'], '20s')).toEqual({ kind: 'default', reason: '20s' });
  });

  it('takes away whole services and resources', () => {
    const left = platformWith(
      'services: { peer: null, api: { calls: null } }\njobs: { nightly: null }\nresources: { main: null }',
    );
    expect(left.services.map(({ name }) => name)).toEqual(['api']);
    expect(left.jobs).toEqual([]);
    expect(left.resources).toEqual([]);
  });

  it('takes away an entry that the base names in a list', () => {
    expect(platformWith('services: { api: { secrets: { KEY: null } } }').secrets).toHaveLength(1);
    const [main] = platformWith(
      'jobs: { nightly: { uses: [main.orders] } }\nresources: { main: { databases: { users: null } } }',
    ).resources;
    expect(main?.kind === 'postgres' && main.databases.map(({ name }) => name)).toEqual(['orders']);
  });
});

describe('a map of some fields in an environment', () => {
  it('keeps what the short form of the base says', () => {
    expect(api('{ ports: { http: { as: 80 } } }')?.ports).toEqual([
      expect.objectContaining({ name: 'http', number: 8080, as: 80 }),
    ]);
    expect(api('{ cpu: { limit: 2 } }')?.cpu).toEqual({ request: 500, limit: 2000 });
    expect(api('{ scale: { max: 4 } }')?.scale).toMatchObject({ min: 2, max: 4 });
    expect(api('{ volumes: { data: { size: 20Gi } } }')?.volumes).toMatchObject([{ path: '/data', size: 20 }]);
    expect(api('{ build: { args: { V: 1 } } }')?.image).toMatchObject({ context: 'api', target: 'final' });
  });

  it('shows the line of each part', () => {
    const { origins } = resolvedWith('services: { api: { ports: { http: { as: 80 } } } }');
    const line = (field: string) => origins?.origin(['services', 'api', 'ports', 'http', field], '');
    expect(line('number')).toMatchObject({ kind: 'line', line: 5 });
    expect(line('as')).toMatchObject({ kind: 'environment', line: 22 });
  });

  it('says where a part is missing that nobody wrote', () => {
    const { problems } = resolvedWith('services: { api: { volumes: { more: { size: 20Gi } } } }');
    expect(problems).toEqual([
      expect.objectContaining({ code: 'missing-field', field: 'services.api.volumes.more.path', line: 22 }),
    ]);
  });
});

describe('any fields taken away', () => {
  const optional = ['build', 'ports', 'routes', 'env', 'secrets', 'calls', 'cpu', 'scale', 'drain', 'volumes'] as const;

  it('leave the platform that a base without them gives', () => {
    fc.assert(
      fc.property(fc.subarray([...optional].filter((key) => key !== 'build')), (keys) => {
        const nulls = keys.map((key) => `${key}: null`).join(', ');
        const taken = resolvedWith(`services: { api: { ${nulls} } }`);
        const kept = base
          .split('\n')
          .filter((line) => !keys.some((key) => line.startsWith(`    ${key}:`)))
          .join('\n');
        const text = `platform: shop\n${kept}\nenvironments: { dev: { runtime: compose } }\n`;
        const { document } = loadText('platform.yaml', text);
        const without = document && resolve(document, 'dev');
        expect(taken.platform).toEqual(without?.platform);
        expect(taken.problems.map(({ code }) => code)).toEqual(without?.problems.map(({ code }) => code));
      }),
    );
  });
});
