import { type Layer, Layers, layered } from '../document/layers';
import { at, isPlain } from '../document/merge';
import type { Source } from '../document/parse';
import { removals } from '../document/removals';
import { nearest } from '../model/nearest';
import type { Problem } from '../problems/problem';

type Section = 'services' | 'jobs';
type Named = Readonly<Record<string, unknown>>;

/** What is known of a description's defaults, and what is wrong with them. */
interface Defaults {
  readonly source: Source;
  readonly named: Named;
  readonly used: Set<string>;
  readonly problems: Problem[];
  /** Nulls that take nothing away, by their field, with the number of those who say them so. */
  readonly vain: Map<string, { readonly problem: Problem; count: number }>;
  /** How many start from a part of the defaults. */
  readonly starting: Map<string, number>;
}

/** A description with the defaults merged into services and jobs, which then look as if they said it all themselves. */
export function extended(source: Source): { readonly source: Source; readonly problems: readonly Problem[] } {
  const value = source.value as Readonly<Record<string, unknown>>;
  const sections = (['services', 'jobs'] as const).filter((section) => isPlain(value[section]));
  const extending = sections.some((section) => Object.values(entriesOf(value[section])).some((each) => nameOf(each)));
  if (!Object.hasOwn(value, 'defaults') && !extending) return { source, problems: [] };
  const named = entriesOf(at(value, ['defaults', 'named']));
  const defaults = { source, named, used: new Set<string>(), problems: [], vain: new Map(), starting: new Map() };
  for (const name of Object.keys(named)) checkNamed(defaults, name);
  const parts = new Map<string, Layers>();
  const merged = sections.map((section): [string, unknown] => [
    section,
    Object.fromEntries(
      Object.keys(entriesOf(value[section])).map((name) => {
        const part = partOf(defaults, section, name);
        parts.set(`${section}.${name}`, part);
        return [name, part.value];
      }),
    ),
  ]);
  const problems = [...defaults.problems, ...inVain(defaults), ...unused(defaults, value)];
  return { source: layered(source, { ...value, ...Object.fromEntries(merged) }, parts), problems };
}

/** A service or a job over what it starts from: what all do, then what it extends. */
function partOf(defaults: Defaults, section: Section, name: string): Layers {
  const { source, named, problems } = defaults;
  const path = [section, name];
  const own = at(source.value, path);
  const wanted = nameOf(own);
  const chain = wanted === undefined || !Object.hasOwn(named, wanted) ? [] : chainOf(named, wanted);
  if (wanted !== undefined && chain.length === 0) problems.push(unknown(defaults, [...path, 'extends'], wanted));
  for (const each of chain) defaults.used.add(each);
  const layers: Layer[] = [
    { written: ['defaults', section], value: at(source.value, ['defaults', section]) ?? {} },
    ...chain.reverse().map((each) => ({ written: ['defaults', 'named', each], value: without(named[each]) })),
    { written: path, value: without(own) },
  ];
  for (const [index, { written, value }] of layers.entries()) {
    const key = written.join('.');
    defaults.starting.set(key, (defaults.starting.get(key) ?? 0) + 1);
    const below = new Layers(path, layers.slice(0, index)).value ?? {};
    for (const problem of removals(source, below, value, path, written.map(String))) {
      const known = defaults.vain.get(problem.field);
      defaults.vain.set(problem.field, { problem, count: (known?.count ?? 0) + 1 });
    }
  }
  return new Layers(path, layers);
}

/** A default and what it extends, from the nearest. A circle is walked once. */
function chainOf(named: Named, start: string): string[] {
  const chain: string[] = [];
  for (let next: string | undefined = start; next !== undefined && !chain.includes(next); next = nameOf(named[next]))
    if (Object.hasOwn(named, next)) chain.push(next);
    else break;
  return chain;
}

function checkNamed(defaults: Defaults, name: string): void {
  const { source, named, problems } = defaults;
  const next = nameOf(named[name]);
  if (next === undefined) return;
  const path = ['defaults', 'named', name, 'extends'];
  if (!Object.hasOwn(named, next)) problems.push(unknown(defaults, path, next));
  const chain = chainOf(named, name);
  const last = chain.at(-1);
  if (last === undefined || nameOf(named[last]) !== name) return;
  const way = chain.length === 1 ? '' : `, by way of ${chain.slice(1).join(', ')}`;
  problems.push({
    code: 'default-cycle',
    file: source.file,
    ...source.place(path),
    field: path.join('.'),
    value: '',
    rule: `makes ${name} extend itself${way}`,
    fix: chain.length === 1 ? 'remove it' : 'take one extends of the circle away',
  });
}

function unknown({ source, named }: Defaults, path: readonly string[], name: string): Problem {
  const near = nearest(name, Object.keys(named));
  const known = Object.keys(named);
  const some = known.length === 0 ? 'there are none' : `there are: ${known.slice(0, 8).join(', ')}`;
  return {
    code: 'unknown-default',
    file: source.file,
    ...source.place(path),
    field: path.join('.'),
    value: '',
    rule: `names "${name}", which defaults.named does not have`,
    fix: near === undefined ? `add it there, or remove this; ${some}` : `did you mean "${near}"?`,
  };
}

/** A null may take away what only some of those have who share it. */
function* inVain({ vain, starting }: Defaults): Iterable<Problem> {
  for (const { problem, count } of vain.values()) {
    const [part] = [...starting].filter(([key]) => problem.field.startsWith(`${key}.`)).sort(longer);
    if (count === part?.[1]) yield problem;
  }
}

function longer([one]: [string, number], [other]: [string, number]): number {
  return other.length - one.length;
}

/** Defaults that nothing starts from are a slip: somebody believes that they count. */
function* unused(
  { source, named, used, problems }: Defaults,
  value: Readonly<Record<string, unknown>>,
): Iterable<Problem> {
  const unknownName = problems.some(({ code }) => code === 'unknown-default');
  const idle = [
    ...(['services', 'jobs'] as const)
      .filter((key) => at(value, ['defaults', key]) !== undefined && Object.keys(entriesOf(value[key])).length === 0)
      .map((key) => ({ path: ['defaults', key], rule: `hold for no ${key}, since there are none`, fix: 'remove it' })),
    ...Object.keys(named)
      .filter((name) => !used.has(name) && !unknownName)
      .map((name) => {
        const others = Object.values(named).some((each) => nameOf(each) === name);
        const fix = others ? 'remove it and what extends it' : 'remove it';
        return { path: ['defaults', 'named', name], rule: 'is extended by no service and no job', fix };
      }),
  ];
  for (const { path, rule, fix } of idle)
    yield {
      code: 'unused-default',
      file: source.file,
      ...source.keyPlace(path),
      field: path.join('.'),
      value: '',
      rule,
      fix,
    };
}

function entriesOf(value: unknown): Named {
  return isPlain(value) ? value : {};
}

function nameOf(value: unknown): string | undefined {
  return isPlain(value) && typeof value['extends'] === 'string' ? value['extends'] : undefined;
}

function without(value: unknown): unknown {
  if (!isPlain(value)) return value;
  const { extends: _, ...rest } = value;
  return rest;
}
