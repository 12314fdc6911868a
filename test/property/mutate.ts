/** Random numbers that come out the same for the same seed (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** From 0 to below 1. */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.roll() * count);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

type Parent = Record<string, unknown> | unknown[];
/** A place in a description: a map and a key of it, or a list and an index. */
interface Spot {
  readonly parent: Parent;
  readonly key: string;
}

const deep = Array.from({ length: 24 }).reduce<unknown>((inside) => ({ a: inside }), 'x');
const long = 'x'.repeat(3000);

/** Values that some field somewhere does not expect. */
const values: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 2, 100, 1024, 65_535, 65_536, 1e9, 1e300, 0.001, 9_007_199_254_740_991],
  ...[
    '',
    ' ',
    'x',
    'X',
    'a b',
    'ü',
    '💥',
    '\u202e',
    'a\nb',
    '-',
    '/',
    '//',
    '/a',
    '/proc',
    '*',
    '~',
    'null',
    'none',
    'no',
  ],
  ...['toString', 'constructor', '__proto__', 'length', 'default', 'localhost', 'env', 'gateway', long],
  ...['${', '${}', '${a}', '${env.A}', '${env.PORT}', '${main.orders.url}', '${gateway.url}', '${a.b.c.d}', '$${x}'],
  ...[
    '0s',
    '10s',
    '500ms',
    '1h',
    '999999999d',
    '0Mi',
    '1Gi',
    '999999999Gi',
    '0.0001',
    '250m',
    '10.0.0.0/8',
    '10.0.0.1/33',
  ],
  ...[
    'postgres',
    'redis',
    'kafka',
    'rabbitmq',
    'container',
    'managed',
    'external',
    'operator',
    'ecs',
    'eks',
    'kubernetes',
  ],
  ...['compose', 'swarm', 'pulumi', 'production', 'large', 'http', 'grpc', 'ws', 'tcp', 'udp', 'started', 'completed'],
  ...[
    '0 3 * * *',
    '61 * * * *',
    'Europe/Berlin',
    'a.example.com',
    'arn:aws:s3:::x',
    'AKIAABCDEFGHIJKLMNOP',
    'a:b@sha256:c',
  ],
  ...[
    [],
    [[]],
    [null],
    ['x'],
    ['x', 'x'],
    {},
    { a: 1 },
    { name: 'x' },
    { number: 80, as: 80 },
    { min: 0, max: 0 },
    deep,
  ],
];

/** Names that some map somewhere does not expect. */
const names: readonly string[] = [
  ...[
    'toString',
    'valueOf',
    'hasOwnProperty',
    'constructor',
    '__proto__',
    'then',
    'length',
    '<<',
    '',
    ' ',
    '-',
    '1',
    '*a',
  ],
  ...[
    'A',
    'a-b',
    'a.b',
    'a b',
    'ä',
    'env',
    'gateway',
    'instance',
    'default',
    'localhost',
    'http',
    'grpc',
    'metrics',
    'only',
  ],
  ...[
    'kind',
    'image',
    'build',
    'health',
    'main',
    'orders',
    'x'.repeat(60),
    'x'.repeat(500),
    'PORT',
    'DATABASE_URL',
    '/etc',
  ],
];

function spotsOf(value: unknown, list: Spot[] = []): Spot[] {
  if (typeof value !== 'object' || value === null) return list;
  for (const key of Object.keys(value)) {
    list.push({ parent: value as Parent, key });
    spotsOf((value as Record<string, unknown>)[key], list);
  }
  return list;
}

const read = ({ parent, key }: Spot): unknown => (parent as Record<string, unknown>)[key];

/** Defined, not assigned: `__proto__` is a key like any other. */
function write({ parent, key }: Spot, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ parent, key }: Spot): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function nudged(value: unknown, dice: Dice): unknown {
  if (typeof value === 'number') return value + dice.pick([-1, 1, 0.5, value]);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return dice.pick(values);
  const at = dice.below(value.length + 1);
  return dice.pick([
    value.slice(0, at) + dice.pick(['-', '.', 'a', '0', '/', ':', '$', ' ', 'A']) + value.slice(at),
    value.slice(0, at) + value.slice(at + 1),
    value.toUpperCase(),
    value.replace(/[0-9]+/, (digits) => String(Number(digits) * 10)),
  ]);
}

type Change = (spot: Spot, all: readonly Spot[], dice: Dice) => void;

const changes: readonly Change[] = [
  (spot) => remove(spot),
  (spot, _all, dice) => write(spot, dice.pick(values)),
  (spot, _all, dice) => write(spot, nudged(read(spot), dice)),
  /** The value of another place of the same name, or of any. */
  (spot, all, dice) => {
    const same = all.filter((each) => each.key === spot.key && each !== spot);
    write(spot, structuredClone(read(dice.pick(same.length > 0 ? same : all))));
  },
  /** Two places change their values. */
  (spot, all, dice) => {
    const other = dice.pick(all);
    const [mine, theirs] = [structuredClone(read(spot)), structuredClone(read(other))];
    write(spot, theirs);
    write(other, mine);
  },
  /** A list instead of a value, a value instead of a list. */
  (spot) => {
    const value = read(spot);
    write(spot, Array.isArray(value) ? value[0] : [value]);
  },
  /** Another name, or the same thing under a second one. */
  (spot, all, dice) => {
    const name = dice.pick([...names, dice.pick(all).key]);
    const value = read(spot);
    if (Array.isArray(spot.parent)) spot.parent.push(structuredClone(value));
    else write({ parent: spot.parent, key: name }, structuredClone(value));
    if (dice.roll() < 0.5) remove(spot);
  },
  /** A new entry. */
  (spot, _all, dice) =>
    write({ parent: spot.parent, key: Array.isArray(spot.parent) ? '0' : dice.pick(names) }, dice.pick(values)),
];

/** The value with one to three things changed. */
export function mutated(value: unknown, dice: Dice): unknown {
  const copy = structuredClone(value);
  for (let count = 1 + dice.below(3); count > 0; count--) {
    const all = spotsOf(copy);
    if (all.length > 0) dice.pick(changes)(dice.pick(all), all, dice);
  }
  return copy;
}

/** The text with a few characters or lines changed. */
export function garbled(text: string, dice: Dice): string {
  const lines = text.split('\n');
  for (let count = 1 + dice.below(3); count > 0; count--) {
    const at = dice.below(lines.length);
    const line = lines[at] ?? '';
    const column = dice.below(line.length + 1);
    const character = dice.pick([
      '\t',
      ' ',
      '  ',
      ':',
      '- ',
      '[',
      '}',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '!',
      '|',
      '>',
      '%',
      '@',
      '\u0000',
      '\ufeff',
      'é',
    ]);
    dice.pick([
      () => lines.splice(at, 1),
      () => lines.splice(at, 0, line),
      () => lines.splice(at, 1, line.slice(0, column) + character + line.slice(column)),
      () => lines.splice(at, 1, line.slice(0, column)),
      () => lines.splice(at, 1, `${' '.repeat(dice.below(6))}${line.trimStart()}`),
      () => lines.splice(at + 1),
    ])();
  }
  return lines.join('\n');
}
