import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** The secret of one workload: every variable with a secret inside, composed. */
export interface SecretsRequest {
  readonly kind: 'secrets';
  /** ARN of the secret to write: JSON with one key per variable. */
  readonly target: string;
  readonly variables: readonly ComposedVariable[];
}

export interface ComposedVariable {
  readonly name: string;
  readonly parts: readonly SecretPart[];
}

/** Literal text, or a secret: a key of its JSON, or '' for the whole of it; percent-encoded where it stands in a URL. */
export type SecretPart =
  | { readonly text: string }
  | { readonly secret: string; readonly key: string; readonly inUrl?: boolean };

/** What only the target knows of a store. */
export interface StoreAccess {
  /** ARN of the administrator's secret. */
  readonly admin: string;
  /** ARN of each login's secret, by the credential's name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The folder of the bundled handler: `provision.js`, whose `handler` Lambda calls (Node.js 22 or newer). */
export const handlerFolder = join(__dirname, 'handlers', 'dist');

export function secretsRequest(target: string, variables: readonly ComposedVariable[]): SecretsRequest {
  return { kind: 'secrets', target, variables };
}

/** Changes with what is asked, so that CloudFormation asks again. */
export function revisionOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}
