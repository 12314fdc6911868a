/** Variables of an environment file. */
export type ComposeEnv = Readonly<Record<string, string>>;

/** A variable that Compose would refuse to go on without. */
export class MissingVariable extends Error {
  constructor(
    readonly variable: string,
    message: string,
  ) {
    super(`required variable ${variable} is missing a value: ${message}`);
  }
}

/**
 * A text as Compose hands it on (Compose Specification, Interpolation): `$$` is a dollar sign, `${X}` and `$X` a variable,
 * `${X:-d}` and `${X-d}` one with a default, `${X:?m}` and `${X?m}` one that must be there. Defaults may hold variables.
 */
export function interpolate(text: string, env: ComposeEnv): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const plain = /^[^$]+/.exec(rest)?.[0] ?? (rest.startsWith('$$') ? '$$' : undefined);
    if (plain !== undefined) {
      result += plain === '$$' ? '$' : plain;
      at += plain.length;
      continue;
    }
    const bare = /^\$([A-Za-z_]\w*)/.exec(rest);
    const inner = bare === null ? insideBraces(rest) : bare[1]!;
    result += expand(inner, env);
    at += bare === null ? inner.length + 3 : bare[0].length;
  }
  return result;
}

/** Every text of a document. Keys are left alone, as Compose leaves them. */
export function interpolateAll<T>(value: T, env: ComposeEnv): T {
  if (typeof value === 'string') return interpolate(value, env) as T;
  if (Array.isArray(value)) return value.map((each) => interpolateAll(each, env)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolateAll(inner, env)])) as T;
}

/** Every variable that a document names, and those that it cannot go without. */
export function variablesOf(document: unknown): { all: ReadonlySet<string>; required: ReadonlySet<string> } {
  const all = new Set<string>();
  const required = new Set<string>();
  const known: Record<string, string> = {};
  const asked = new Proxy(known, {
    get(target, name) {
      all.add(String(name));
      return target[String(name)];
    },
  });
  for (;;) {
    try {
      interpolateAll(document, asked);
      return { all, required };
    } catch (error) {
      if (!(error instanceof MissingVariable)) throw error;
      required.add(error.variable);
      known[error.variable] = 'x';
    }
  }
}

function insideBraces(text: string): string {
  if (!text.startsWith('${')) throw new Error(`invalid interpolation at ${JSON.stringify(text.slice(0, 40))}`);
  let depth = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(2, at);
  }
  throw new Error(`no end of ${JSON.stringify(text.slice(0, 40))}`);
}

function expand(inner: string, env: ComposeEnv): string {
  const match = /^([A-Za-z_]\w*)(?:(:?[-?])([\s\S]*))?$/.exec(inner);
  if (match === null) throw new Error(`invalid interpolation \${${inner}}`);
  const [, name = '', operator, operand = ''] = match;
  const value = env[name];
  const given = value !== undefined && (operator?.startsWith(':') !== true || value !== '');
  if (given) return value;
  if (operator?.endsWith('?')) throw new MissingVariable(name, operand);
  return operator === undefined ? '' : interpolate(operand, env);
}
