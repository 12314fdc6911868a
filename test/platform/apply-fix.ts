import { parse, parseDocument, YAMLMap, YAMLSeq, type Document as Yaml } from 'yaml';
import type { Problem } from '../../platform/index';

type Path = (string | number)[];

/** A description with one of the things done that a fix offers, and the words that said it. */
export interface Mended {
  readonly offer: string;
  readonly text: string;
}

/** Each thing that a fix offers and that can be done without asking anybody, done alone. */
export function applied(text: string, problem: Problem): Mended[] {
  return offersOf(problem.fix).flatMap((offer) => {
    const yaml = parseDocument(text);
    const path = pathOf(yaml.toJS(), problem.field);
    if (path === undefined || path.length === 0 || yaml.errors.length > 0) return [];
    return isDone(yaml, path, offer, problem) ? [{ offer, text: yaml.toString() }] : [];
  });
}

/** `write a, or remove it; or live with it: ...` offers three things; a comma inside quotes or brackets parts nothing. */
function offersOf(fix: string): string[] {
  const [whole = '', ...living] = fix.split('; or ');
  const parts = whole.split(/, or (?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return [...parts, ...living].map((each) => each.replace(/; there are: .*$/, '').replace(/^or /, ''));
}

/** The path of a field in the text: names may hold dots. */
function pathOf(value: unknown, field: string): Path | undefined {
  if (field === '') return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (field !== key && !field.startsWith(`${key}.`)) continue;
    const rest = pathOf(inner, field.slice(key.length + 1));
    if (rest !== undefined) return [Array.isArray(value) ? Number(key) : key, ...rest];
  }
  return undefined;
}

function isDone(yaml: Yaml, path: Path, offer: string, problem: Problem): boolean {
  if (/^(remove it|leave it out|take it out)( of the list)?$/.test(offer)) return yaml.deleteIn(path);
  const renamed = /^rename it to "([^"]+)"$/.exec(offer)?.[1];
  if (renamed !== undefined) return isRenamed(yaml, path, renamed);
  const meant = /^did you mean "([^"]+)"\?$/.exec(offer)?.[1] ?? /^write (\$\{[^ ]*\})$/.exec(offer)?.[1];
  if (meant !== undefined) return isMeant(yaml, path, meant, problem);
  const [, environment, code] =
    /^live with(?:out)? it: environments\.([\w-]+)\.accept: \[([\w-]+)\]$/.exec(offer) ?? [];
  if (environment !== undefined && code !== undefined) return isAccepted(yaml, environment, code);
  const [, subject, bound, there] =
    /^live with(?:out)? it: add ([\w-]+) to the for: of ([\w-]+) in environments\.([\w-]+)\.accept$/.exec(offer) ?? [];
  if (subject !== undefined) return isAcceptedFor(yaml, String(there), String(bound), subject);
  const added = /^add ((?:calls|uses|region|account): .*?)(?: \(.*\))?$/.exec(offer)?.[1];
  if (added !== undefined) return isAdded(yaml, path, added);
  const beside = /^write ([a-z][A-Za-z]+): ([a-z0-9]+)$/.exec(offer);
  if (beside !== null) {
    yaml.setIn([...path.slice(0, -1), beside[1]], parse(String(beside[2])));
    return true;
  }
  const value = valueToWrite(offer, yaml.getIn(path), problem);
  if (value === undefined) return false;
  yaml.setIn(path, value);
  return true;
}

/** What `write ...` says is to be written; undefined where it says what kind of thing. */
function valueToWrite(offer: string, held: unknown, { value }: Problem): unknown {
  const json = /^write ("(?:[^"\\]|\\.)*"|\[[^\]]*\])(?:, in quotes|,? or .*|, ".*)?$/.exec(offer)?.[1];
  if (json !== undefined) return JSON.parse(json) as unknown;
  const first = /^write [^{]*(?:such as|:) (?:"([^"]+)"|(?!\w+:)([^ ",[]+))/.exec(offer)?.slice(1).find(Boolean);
  if (/ beside it| under | for what is | numbers: | after: /.test(offer)) return undefined;
  const oneOf = /^write one of: ([^,]+)/.exec(offer)?.[1];
  const number = /^write ([0-9]+), without quotes$/.exec(offer)?.[1];
  if (number !== undefined) return Number(number);
  const plain = /^write ([A-Za-z0-9_./-]+)(?: or (?:more|less|larger)| or [a-z]+)?$/.exec(offer)?.[1];
  const word = oneOf ?? first ?? plain;
  if (word === undefined || (value === '' && typeof held !== 'string')) return undefined;
  return /^[0-9]+(\.[0-9]+)?$/.test(word) && typeof held !== 'string' ? Number(word) : word;
}

function isRenamed(yaml: Yaml, path: Path, name: string): boolean {
  const map = yaml.getIn(path.slice(0, -1));
  if (!(map instanceof YAMLMap)) return false;
  for (const pair of map.items) if (String(pair.key) === String(path.at(-1))) pair.key = name;
  return true;
}

/** A name in a reference, a value, or a key. */
function isMeant(yaml: Yaml, path: Path, meant: string, { rule, value }: Problem): boolean {
  const held = yaml.getIn(path);
  const reference = /refers to "(\$\{[^"]*\})"/.exec(rule)?.[1];
  if (typeof held === 'string' && reference !== undefined) {
    const better = meant.startsWith('${') ? meant : reference.replace(/[^.{]*\}$/, `${meant}}`);
    yaml.setIn(path, held.replace(reference, better));
  } else if (typeof held === 'string' && (value !== '' || held.includes('.') === meant.includes('.'))) {
    yaml.setIn(path, meant);
  } else return typeof path.at(-1) === 'string' && isRenamed(yaml, path, meant);
  return true;
}

function isAccepted(yaml: Yaml, environment: string, code: string): boolean {
  const list = yaml.getIn(['environments', environment, 'accept']);
  if (list instanceof YAMLSeq) list.add(code);
  else yaml.setIn(['environments', environment, 'accept'], yaml.createNode([code]));
  return true;
}

function isAcceptedFor(yaml: Yaml, environment: string, code: string, subject: string): boolean {
  const list = yaml.getIn(['environments', environment, 'accept']);
  if (!(list instanceof YAMLSeq)) return false;
  const [found] = list.items.filter((each) => each instanceof YAMLMap && each.get('code') === code) as YAMLMap[];
  const names = found?.get('for');
  if (names instanceof YAMLSeq) names.add(subject);
  return names instanceof YAMLSeq;
}

/** A field of what the problem is about: the environment, service or job, or the map itself. */
function isAdded(yaml: Yaml, path: Path, added: string): boolean {
  const [entry] = Object.entries(parse(added) as Record<string, unknown>);
  if (entry === undefined) return false;
  const [key, value] = entry;
  const target = [...path.slice(0, 2), key];
  const there = yaml.getIn(target);
  if (there instanceof YAMLSeq && Array.isArray(value)) for (const each of value) there.add(each);
  else if (there === undefined && value !== null) yaml.setIn(target, yaml.createNode(value));
  else return false;
  return true;
}
