import type { Text, Variable } from '../platform/index';
import type { ComposedVariable, SecretPart } from '../provision/index';
import { secretArn } from './constructs/secret';
import type { EnvironmentStack } from './environment-stack';
import { answer, plainText } from './refs';

/** The variables of one container as ECS takes them. */
export interface ContainerVariables {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  /** Names in Secrets Manager that it reads. */
  readonly read: readonly string[];
  /** What the provisioner has to compose, by the key of the JSON. */
  readonly composed: readonly ComposedVariable[];
}

/**
 * A value that is one secret is read from where that is. One that mixes secrets with text is a key of `composedSecret`.
 * `prefix` keeps the keys of the containers of one task apart.
 */
export function variablesOf(
  stack: EnvironmentStack,
  env: readonly Variable[],
  composedSecret: string,
  prefix: string,
): ContainerVariables {
  const environment: { name: string; value: string }[] = [];
  const secrets: { name: string; valueFrom: string }[] = [];
  const read = new Set<string>();
  const composed: ComposedVariable[] = [];
  const from = (name: string, secret: string, key: string) => {
    read.add(secret);
    const arn = secretArn(stack, secret);
    secrets.push({ name, valueFrom: key === '' ? arn : `${arn}:${key}::` });
  };
  for (const { name, value } of env) {
    if (isPassedThrough(value)) continue;
    const parts = partsOf(stack, value);
    const [first] = parts;
    if (parts.every((part) => 'text' in part)) environment.push({ name, value: plainText(stack, value) });
    else if (parts.length === 1 && first !== undefined && 'name' in first && !first.inUrl)
      from(name, first.name, first.key);
    else {
      const key = `${prefix}${name}`;
      composed.push({
        name: key,
        parts: parts.map((part) => ('text' in part ? part : secretPart(stack, part))),
      });
      from(name, composedSecret, key);
    }
  }
  return { environment, secrets, read: [...read].sort(), composed };
}

type NamedSecret = { readonly name: string; readonly key: string; readonly inUrl: boolean };
type Part = Extract<SecretPart, { text: string }> | NamedSecret;

function secretPart(stack: EnvironmentStack, { name, key, inUrl }: NamedSecret): SecretPart {
  return { secret: secretArn(stack, name), key, ...(inUrl && { inUrl }) };
}

function partsOf(stack: EnvironmentStack, value: Text): Part[] {
  return value.map((segment) => {
    if (typeof segment === 'string') return { text: segment };
    const found = answer(stack, segment);
    return found.kind === 'plain' ? { text: found.value } : { name: found.secret, key: found.key, inUrl: found.inUrl };
  });
}

/** A variable of the machine that deploys is not set there: nothing is passed through. */
function isPassedThrough([first, ...rest]: Text): boolean {
  return rest.length === 0 && typeof first === 'object' && first.kind === 'passthrough';
}
