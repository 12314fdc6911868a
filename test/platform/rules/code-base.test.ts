import { loadText, type Resolved, resolve } from '../../../platform/index';
import { postgresPlan } from '../../../provision/index';
import { platform } from '../cases/describe';

const main = 'resources:\n  main: { kind: postgres, databases: [orders] }';

function resolved(services: string, environment?: string): Resolved {
  const { document } = loadText('platform.yaml', platform(`services:\n${services}\n${main}`, environment));
  if (document === undefined) throw new Error('the shape is wrong');
  return resolve(document, 'dev');
}

function rights(services: string): Record<string, string> {
  const { platform: found, problems } = resolved(services);
  const store = found?.resources[0];
  if (found === undefined || store?.kind !== 'postgres') throw new Error(problems.map(({ rule }) => rule).join('\n'));
  const { logins } = postgresPlan(found, store);
  return Object.fromEntries(logins.map((login) => [login.user, login.rights.map(({ access }) => access).join()]));
}

describe('a database of one code base', () => {
  it('is open to all services of a folder, whatever they build of it', () => {
    const two =
      '  api: { build: services/orders, uses: [main.orders] }\n  worker: { build: { context: ./services/orders/, target: worker }, uses: [main.orders] }';
    expect(rights(two)).toEqual({ api: 'owner', worker: 'owner' });
  });

  it('is open to all services of an image', () => {
    const two =
      '  api: { image: "acme/orders:1", uses: [main.orders] }\n  worker: { image: "acme/orders:1", uses: [main.orders] }';
    expect(Object.values(rights(two))).toEqual(['owner', 'owner']);
  });

  it('has its tables made by the migration alone, where there is one', () => {
    const two =
      '  api: { build: orders, uses: [main.orders], migrate: [/app, migrate] }\n  a-worker: { build: orders, uses: [main.orders] }';
    expect(Object.values(rights(two)).sort()).toEqual(['owner', 'write', 'write']);
    const [store] = resolved(two).platform?.resources ?? [];
    expect(store?.kind === 'postgres' && store.databases[0]?.service).toBe('api');
  });
});

describe('a database of several code bases', () => {
  const two = '  orders: { build: orders, uses: [main.orders] }\n  other: { build: other, uses: [main.orders] }';

  it('can be lived with, for one service', () => {
    const accepting = 'runtime: compose\naccept: [{ code: shared-database, for: [other] }]';
    const { problems, setAside } = resolved(two, accepting);
    expect(problems).toEqual([]);
    expect(setAside.map(({ code, path }) => [code, path[1]])).toEqual([['shared-database', 'other']]);
  });

  it('is refused with the ways out', () => {
    const [problem] = resolved(two).problems;
    expect(problem?.fix).toMatch(/access: read.*one folder.*accept: \[shared-database\]/);
  });
});
