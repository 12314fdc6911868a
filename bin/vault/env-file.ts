import { type Fill, fillEach } from './fill';

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
