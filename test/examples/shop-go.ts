import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A variable that Go code asks for, and the words that it takes where it takes a few only. */
export interface Read {
  readonly name: string;
  readonly words: readonly string[];
}

/** A call of `env.Reader`: `r.OneOf("LOG_LEVEL", "debug", "info")`. `Check` names a variable that was read already. */
const call = /\br\.(String|Optional|Port|Int|Address|Addresses|URL|OneOf|Bool|Check)\("([A-Z0-9_]+)"((?:, "[^"]*")*)/g;
/** A call of a function that is given the reader: `r.Base()`, `broker.Read(r)`. */
const further = /\br\.(Base)\(\)|\b(\w+)\.(\w+)\(r\)/g;

/** What a function of a package in `internal/platform` reads, and whatever it hands the reader to. */
export function readsOf(service: string, pack: string, name: string): Read[] {
  const body = functionOf(service, pack, name);
  const own = [...body.matchAll(call)].map(([, kind, variable = '', rest = '']): Read => {
    const words = kind === 'OneOf' ? [...rest.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word) : [];
    return { name: variable, words };
  });
  const more = [...body.matchAll(further)].flatMap(([, base, other = '', method = '']) =>
    base === undefined ? readsOf(service, other, method) : readsOf(service, 'env', base),
  );
  const byName = new Map<string, Read>();
  for (const read of [...own, ...more]) if (!byName.get(read.name)?.words.length) byName.set(read.name, read);
  return [...byName.values()];
}

/** The text of a function, from its first line to the brace that ends it. */
function functionOf(service: string, pack: string, name: string): string {
  const text = sources(join(service, 'internal/platform', pack))
    .map(({ text }) => text)
    .join('\n');
  const found = new RegExp(`^func (?:\\(\\w+ \\*?\\w+\\) )?${name}\\(.*?^}`, 'ms').exec(text);
  if (found === null) throw new Error(`${pack} of ${service} has no function ${name}`);
  return found[0];
}

/** The Go files of a folder and of the folders in it, without tests. */
export function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/** The function of `config` that a program calls for its first word; no word: the server. */
export function loaderOf(service: string, word: string): string {
  const [main] = sources(join(service, 'cmd'));
  const from = word === '' ? 0 : main?.text.indexOf(`words[0] == "${word}"`);
  const found = from === -1 ? null : /\bconfig\.(Load\w*)\(/.exec(main?.text.slice(from) ?? '');
  if (found?.[1] === undefined) throw new Error(`${service} does nothing for "${word}"`);
  return found[1];
}
