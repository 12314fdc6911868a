import type { Told } from './answers';

/** `NAME=value` lines that a shell reads back: `set -a; . <(slipway explain orders --env --reveal)`. */
export function printVariables(variables: readonly Told[]): string {
  return variables.map(({ name, value }) => `${name}=${quoted(value)}`).join('\n');
}

/** As a shell reads it back. */
export function quoted(value: string): string {
  return /^[A-Za-z0-9_.,:/@%+=-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
