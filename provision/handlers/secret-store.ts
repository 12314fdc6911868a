/** Where secrets are, by ARN. The handler's parts take this alone, so that they run without AWS. */
export interface SecretStore {
  read(id: string): Promise<string>;
  write(id: string, value: string): Promise<void>;
}

/** The part of the SDK's client that is used. */
interface SecretsManagerClient {
  getSecretValue(input: { readonly SecretId: string }): Promise<{ readonly SecretString?: string }>;
  putSecretValue(input: { readonly SecretId: string; readonly SecretString: string }): Promise<unknown>;
}

/** By name at run time: Lambda's Node.js runtimes bring the SDK, so it is no package of ours. */
const sdk: string = '@aws-sdk/client-secrets-manager';

/** AWS Secrets Manager, with the role of the function. */
export async function secretsManager(): Promise<SecretStore> {
  const { SecretsManager } = (await import(sdk)) as { readonly SecretsManager: new () => SecretsManagerClient };
  const client = new SecretsManager();
  return {
    async read(id) {
      const { SecretString } = await client.getSecretValue({ SecretId: id });
      if (SecretString === undefined) throw new Error(`secret ${id} has no text`);
      return SecretString;
    },
    async write(id, value) {
      await client.putSecretValue({ SecretId: id, SecretString: value });
    },
  };
}

/** A secret that holds a login. */
export async function login(store: SecretStore, id: string): Promise<{ user: string; password: string }> {
  return { user: await part(store, id, 'username'), password: await part(store, id, 'password') };
}

/** One key of a secret's JSON, or all of its text where the key is ''. The message of an error names places, never values. */
export async function part(store: SecretStore, id: string, key: string): Promise<string> {
  const value = await store.read(id);
  if (key === '') return value;
  const found = keyOf(value, key);
  if (found === undefined) throw new Error(`secret ${id} is not JSON with a text at key "${key}"`);
  return found;
}

function keyOf(value: string, key: string): string | undefined {
  try {
    const json: unknown = JSON.parse(value);
    const found =
      typeof json === 'object' && json !== null ? Object.entries(json).find(([name]) => name === key) : undefined;
    return typeof found?.[1] === 'string' ? found[1] : undefined;
  } catch {
    return undefined;
  }
}
