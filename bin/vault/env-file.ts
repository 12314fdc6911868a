import { type Fill, fillEach, type Read } from './fill';

const line = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/;

/**
 * `NAME=value` lines for `docker compose --env-file`. What the team must set is left empty, and Compose then refuses to start:
 * the outputs ask for `${NAME:?}`.
 */
export function envFile(header: string): Fill {
  return (text, entries, value) => {
    const lines = (text === '' ? header : text).replace(/\n*$/, '').split('\n');
    const filled = fillEach(
      entries,
      value,
      ({ variable }) => lines.some((each) => nameOf(each) === variable && !isEmpty(each)),
      ({ variable }, given) => {
        const at = lines.findIndex((each) => nameOf(each) === variable);
        const written = `${variable}=${quoted(given)}`;
        if (at < 0) lines.push(written);
        else lines[at] = written;
      },
    );
    return { ...filled, text: `${lines.join('\n')}\n` };
  };
}

/** As Compose reads them: the last line of a name counts. */
export const readEnvFile: Read = (text, entries) => {
  const known = new Set(entries.map(({ variable }) => variable));
  const values = new Map<string, string>();
  for (const each of text.split('\n')) {
    const name = nameOf(each);
    if (name === undefined || !known.has(name)) continue;
    if (isEmpty(each)) values.delete(name);
    else values.set(name, unquoted(line.exec(each)?.[2] ?? ''));
  }
  return values;
};

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
function unquoted(written: string): string {
  const text = written.trim();
  const single = /^'([^']*)'/.exec(text)?.[1];
  if (single !== undefined) return single;
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (double === undefined) return text.replace(/\s+#.*$/, '');
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
  return double.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
