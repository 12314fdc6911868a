import type { Credential, Ref, Store, Text, Variable } from '../../platform/index';
import { type Tested, testPassword } from '../kinds/kind';
import { testStoreOf } from '../kinds/registry';

/**
 * The variables of the workloads that name the stores and nothing else, with the addresses of the service containers.
 * Where workloads of one image want different values, the first by name has its way.
 */
export function testVariables(
  credentials: readonly Credential[],
  workloads: readonly Tested[],
  stores: readonly Store[],
): Record<string, string> {
  const logins = new Set(
    credentials.filter((login) => stores.some((store) => store.name === login.resource)).map((login) => login.name),
  );
  const variables = new Map<string, string>();
  for (const variable of workloads.flatMap((workload) => workload.env)) {
    const value = testValue(variable, stores, logins);
    if (value !== undefined && !variables.has(variable.name)) variables.set(variable.name, value);
  }
  return Object.fromEntries([...variables].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function testValue(variable: Variable, stores: readonly Store[], logins: ReadonlySet<string>): string | undefined {
  const plain = variable.value.every((segment) => typeof segment === 'string');
  if (!plain) return rendered(variable.value, stores, logins);
  const concerns = stores.some((store) => variable.name.startsWith(testStoreOf(store).prefix));
  return variable.from === 'contract' && concerns ? variable.value.join('') : undefined;
}

/** `undefined` when the text names anything that the tests do not have. */
function rendered(value: Text, stores: readonly Store[], logins: ReadonlySet<string>): string | undefined {
  const parts = value.map((segment) => (typeof segment === 'string' ? segment : answer(segment, stores, logins)));
  return parts.includes(undefined) ? undefined : parts.join('');
}

function answer(ref: Ref, stores: readonly Store[], logins: ReadonlySet<string>): string | undefined {
  if (ref.kind === 'credential') return logins.has(ref.credential) ? testPassword : undefined;
  if (ref.kind !== 'resource') return undefined;
  const store = stores.find((each) => each.name === ref.resource);
  if (store === undefined) return undefined;
  const port = String(testStoreOf(store).port);
  return { host: 'localhost', port, addresses: `localhost:${port}` }[ref.attribute];
}
