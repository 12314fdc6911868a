import { exit, Failure } from '../exit';
import { type Fill, fillEach, type Read } from './fill';

const line = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*[=:](.*)$/;

/**
 * `NAME=value` lines for `docker compose --env-file`. What the team must set is left empty, and Compose then refuses to start:
 * the outputs ask for `${NAME:?}`.
 */
export function envFile(header: string): Fill {
  return (text, entries, value, stale) => {
    const lines = (text === '' ? header : text).replace(/\n*$/, '').split('\n');
    const filled = fillEach(
      entries,
      value,
      (entry) => lines.some((each, at) => at === last(lines, entry.variable) && !isEmpty(each)) && !stale(entry),
      ({ variable }, given) => {
        const at = last(lines, variable);
        const written = `${variable}=${quoted(given)}`;
        if (at < 0) lines.push(written);
        else lines[at] = written;
      },
    );
    return { ...filled, text: `${lines.join('\n')}\n` };
  };
}

/** As Compose reads them: the last line of a name counts. Refuses what Compose would read as something else. */
export function readEnvFile(file: string): Read {
  return (text, entries) => {
    const lines = text.split('\n');
    const found = entries.flatMap(({ variable }): [string, string][] => {
      const at = last(lines, variable);
      const written = lines[at] ?? '';
      if (at < 0 || isEmpty(written)) return [];
      const value = (line.exec(written)?.[2] ?? '').trim();
      const wrong = unclear(value);
      if (wrong === undefined) return [[variable, unquoted(value)]];
      throw new Failure(exit.failed, 'broken-file', `${file}:${at + 1}: ${variable} ${wrong.rule}`, wrong.fix);
    });
    return new Map(found);
  };
}

/** Why a value is not read here, and what to write. */
function unclear(value: string): { readonly rule: string; readonly fix: string } | undefined {
  if (singleQuoted.test(value)) return undefined;
  const double = doubleQuoted.exec(value)?.[0];
  if (double === undefined && /^['"]/.test(value)) {
    const fix = 'write it on one line, in double quotes with \\n where a line ends';
    return { rule: 'has a quote that does not end on its line', fix };
  }
  if (!/(?<!\\)\$/.test(double ?? value)) return undefined;
  return { rule: 'has a $, which Compose replaces with a variable', fix: 'put the value into single quotes' };
}

const singleQuoted = /^'([^']*)'/;
const doubleQuoted = /^"((?:[^"\\]|\\.)*)"/;

/** The line of a name that counts. */
function last(lines: readonly string[], variable: string): number {
  return lines.findLastIndex((each) => nameOf(each) === variable);
}

function nameOf(text: string): string | undefined {
  return line.exec(text)?.[1];
}

function isEmpty(text: string): boolean {
  return /^\s*(''|"")?\s*(#.*)?$/.test(line.exec(text)?.[2] ?? '');
}

/** Compose takes single quotes literally, and escapes in double quotes. */
function quoted(value: string): string {
  if (/^[A-Za-z0-9_.:/@%+,-]*$/.test(value)) return value;
  if (!/['\n\r\\]/.test(value)) return `'${value}'`;
  return `"${value
    .replaceAll(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}"`;
}

/** What `quoted` wrote, or what somebody wrote by hand: without quotes, up to a comment. */
function unquoted(text: string): string {
  const single = singleQuoted.exec(text)?.[1];
  if (single !== undefined) return single;
  const double = doubleQuoted.exec(text)?.[1];
  if (double === undefined) return text.replace(/\s+#.*$/, '');
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return double.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
