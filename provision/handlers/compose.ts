import type { ComposedVariable, SecretsRequest } from '../request';
import { part, type SecretStore } from './secret-store';

/** Writes a workload's secret: one key per variable, its parts joined. Leaves it alone where nothing differs. */
export async function composeSecrets(store: SecretStore, request: SecretsRequest): Promise<void> {
  const values: Record<string, string> = {};
  for (const variable of byName(request.variables)) {
    const parts = await Promise.all(
      variable.parts.map(async (each) => {
        if ('text' in each) return each.text;
        const value = await part(store, each.secret, each.key);
        return each.inUrl === true ? encodeURIComponent(value) : value;
      }),
    );
    values[variable.name] = parts.join('');
  }
  const value = JSON.stringify(values);
  // A secret that has just been made may hold no value yet.
  const now = await store.read(request.target).catch(() => '');
  if (now !== value) await store.write(request.target, value);
}

function byName(variables: readonly ComposedVariable[]): ComposedVariable[] {
  return [...variables].sort((a, b) => (a.name < b.name ? -1 : 1));
}
