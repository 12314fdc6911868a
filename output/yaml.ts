import { canBeLiteral, isPlain, isPlainKey, literalLines, quoted } from './yaml-text';

/**
 * Plain data as YAML: keys in the order given, two spaces, no line folding, no anchors, several lines as `|` texts. A text
 * that some reader of YAML 1.1 or 1.2 takes for something else (`yes`, `0o7`, `12:30:00`) stands in quotes, since
 * Kubernetes, Compose and GitHub read different versions. Fields that are undefined are left out.
 *
 * Not by the YAML package: it takes ten times as long, which was most of rendering a large platform.
 */
export function yaml(value: unknown): string {
  const text = after(value, '\n', 0, true);
  return `${text.slice(1)}\n`;
}

/** Several documents in one file. */
export function yamlDocuments(values: readonly unknown[]): string {
  return values.map(yaml).join('---\n');
}

type Fields = Readonly<Record<string, unknown>>;

/** Deeper than any output is; a value that holds itself gets there. */
const deepest = 100;

/** What follows a key or a dash: a space and a scalar, or lines that each start with `line`, a line end and spaces. */
function after(value: unknown, line: string, depth: number, root = false): string {
  if (typeof value === 'string') return ` ${scalarText(value, line, root)}`;
  if (typeof value !== 'object' || value === null) return ` ${scalar(value)}`;
  if (depth > deepest) throw new TypeError(`a value holds itself, or is more than ${deepest} levels deep`);
  if (Array.isArray(value)) return value.length === 0 ? ' []' : list(value, line, line, depth);
  return fields(value as Fields, line, line, depth) || ' {}';
}

/** `first` starts the first line: the line itself, or a space behind the dash that the list stands in. */
function list(items: readonly unknown[], line: string, first: string, depth: number): string {
  let text = '';
  for (const item of items) text += `${text === '' ? first : line}-${afterDash(item, `${line}  `, depth + 1)}`;
  return text;
}

function afterDash(item: unknown, line: string, depth: number): string {
  if (typeof item !== 'object' || item === null || depth > deepest) return after(item, line, depth);
  if (Array.isArray(item)) return item.length === 0 ? ' []' : list(item, line, ' ', depth);
  return fields(item as Fields, line, ' ', depth) || ' {}';
}

/** Empty for a map without fields. */
function fields(map: Fields, line: string, first: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(map);
  // By the prototype of the prototype: a plain object from another realm is plain too.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`a ${map.constructor.name} is no plain data, so it cannot be written as YAML`);
  }
  const inner = `${line}  `;
  let text = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value !== undefined) text += `${text === '' ? first : line}${keyText(key)}:${after(value, inner, depth + 1)}`;
  }
  return text;
}

function keyText(key: string): string {
  if (isPlainKey(key)) return key;
  const text = quoted(key);
  // YAML 1.2.2, 7.4.2: a longer key is read only behind a question mark, which not every reader knows.
  if (text.length > 1024) throw new TypeError(`the key ${text.slice(0, 60)}... has more than 1024 characters`);
  return text;
}

function scalarText(text: string, line: string, root: boolean): string {
  if (isPlain(text)) return text;
  return !root && canBeLiteral(text) ? literalLines(text, line) : quoted(text);
}

function scalar(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) {
    const text = String(value === 0 ? 0 : value);
    // YAML 1.1 knows no exponent without a decimal point.
    return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
  }
  throw new TypeError(`${String(value)} (${typeof value}) is no plain data, so it cannot be written as YAML`);
}
