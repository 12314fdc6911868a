import { sortedEntries } from '../../document/merge';
import { parametersByUnit, switches } from './parameter-units';

/** What a parameter is counted in. */
export type Unit = keyof typeof parametersByUnit;

const unitOf = new Map(
  (Object.keys(parametersByUnit) as Unit[]).flatMap((unit) =>
    words(parametersByUnit[unit]).map((name): [string, Unit] => [name, unit]),
  ),
);
const onOrOff = new Set(words(switches));

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** PostgreSQL, Setting Parameters, Numeric with Unit: bytes and microseconds. */
const sizes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 2 ** 10,
  '8kB': 2 ** 13,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
};
const times: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

/** A number with a unit behind it: `256MB`, `1.5 h`. */
const measured = /^\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(B|kB|MB|GB|TB|us|ms|s|min|h|d)\s*$/;

/** A parameter as Amazon RDS takes it, or why it does not. */
export type Translated = { readonly value: string } | { readonly rule: string; readonly fix: string };

/** Whole numbers in the unit of the parameter, as the server itself rounds them; 1 and 0 for on and off; all else as it is. */
export function rdsParameter(name: string, value: string, version: number): Translated {
  if (isSwitch(name, version)) return { value: switched(value) };
  const [, amount = '', unit = ''] = measured.exec(value) ?? [];
  if (amount === '') return { value };
  const own = unitOf.get(name);
  if (own === undefined) {
    const rule = 'but Amazon RDS takes plain numbers, and the unit of this parameter is not known here';
    return { rule, fix: `write the number alone, in the unit that pg_settings has for ${name}` };
  }
  const table = Object.hasOwn(sizes, own) ? sizes : times;
  const [from, to] = [table[unit], table[own]];
  if (from === undefined || to === undefined) return wrongUnit(table === sizes);
  return { value: String(Math.round((Number(amount) * from) / to)) };
}

/** Whether the server takes the value: a size is no time. */
export function unitFault(name: string, value: string): { readonly rule: string; readonly fix: string } | undefined {
  const own = unitOf.get(name);
  const unit = measured.exec(value)?.[2];
  if (own === undefined || unit === undefined) return undefined;
  const size = Object.hasOwn(sizes, own);
  return Object.hasOwn(size ? sizes : times, unit) ? undefined : wrongUnit(size);
}

function wrongUnit(size: boolean): { rule: string; fix: string } {
  return size
    ? { rule: 'but the parameter is a size', fix: 'write it in B, kB, MB, GB or TB: 256MB' }
    : { rule: 'but the parameter is a time', fix: 'write it in us, ms, s, min, h or d: 30s' };
}

function isSwitch(name: string, version: number): boolean {
  // A list of words from version 18 on.
  return onOrOff.has(name) || (name === 'log_connections' && version < 18);
}

/** PostgreSQL, Setting Parameters, Boolean. What is none of these stays, and the server says so. */
function switched(value: string): string {
  const text = value.trim().toLowerCase();
  if (['on', 'true', 'yes', '1', 't', 'y'].includes(text)) return '1';
  return ['off', 'false', 'no', '0', 'f', 'n'].includes(text) ? '0' : value;
}

/** All of a server, by name. `managed`: the version that Amazon RDS runs; null elsewhere. A rule refuses what RDS does not take. */
export function parametersOf(
  given: Readonly<Record<string, unknown>> | undefined,
  managed: number | null,
): Record<string, string> {
  return Object.fromEntries(
    sortedEntries(given).map(([name, value]) => {
      const written = String(value);
      if (managed === null) return [name, written];
      const translated = rdsParameter(name, written, managed);
      return [name, 'value' in translated ? translated.value : written];
    }),
  );
}
