import { schema } from '../../platform/index';
import { describedBy } from './cases';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly const?: unknown;
}

const made = schema() as unknown as Schema & {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly else: Schema;
};
/** Services and jobs as they are where there are no defaults. */
const root = { ...made, properties: { ...made.properties, ...made.else.properties } };

/** An environment says any field again: that is the same field. */
const again = /^environments\.\*\.(services|jobs|resources|gateway)(?=\.|$)/;

/** And defaults say them too. */
const shared = /^defaults\.(services|jobs)(?=\.)/;
const named = /^defaults\.named\.\*\..+/;

/** Containers that run before or beside a workload are alike. */
const beside = /^(services|jobs|resources)\.\*\.(init|sidecars)\.\*/;

/** What the public reaches, and what is open outside, is said of a server in the words of services. */
const alike = /^resources\.\*\.(?=(routes|egress)\.)/;

/** How an image is built and how something is asked is said in the same words everywhere. */
const parts = /^.+\.(build\.)/;
const asks = /^.*health\.((liveness|readiness)\.)?/;

function known(path: string): string {
  return path
    .replace(again, '$1')
    .replace(shared, '$1.*')
    .replace(named, 'defaults.named.*.field')
    .replace(beside, 'beside')
    .replace(alike, 'services.*.')
    .replace(parts, '$1')
    .replace(asks, 'health.');
}

/** What a schema allows in one place: references followed, alternatives apart. */
function alternatives(given: Schema): Schema[] {
  if (given.$ref !== undefined) {
    const found = root.definitions[given.$ref.split('/').pop() ?? ''];
    return found === undefined ? [] : alternatives(found);
  }
  const choices = [...(given.anyOf ?? []), ...(given.oneOf ?? []), ...(given.allOf ?? [])];
  return choices.length === 0 ? [given] : choices.flatMap(alternatives);
}

/** Every key that the language has, by its path: names that a user gives and items of lists are stars. */
function keysOf(given: Schema, path: string, found: Set<string>): Set<string> {
  for (const each of alternatives(given)) {
    for (const [key, inner] of Object.entries(each.properties ?? {})) {
      const at = known(path === '' ? key : `${path}.${key}`);
      if (found.has(at)) continue;
      found.add(at);
      keysOf(inner, at, found);
    }
    const further = [each.additionalProperties, each.items].filter(
      (inner): inner is Schema => typeof inner === 'object',
    );
    for (const inner of further) keysOf(inner, `${path}.*`, found);
  }
  return found;
}

/** The keys that a description uses, by the same paths. */
function usedIn(value: unknown, schemas: readonly Schema[], path: string, found: Set<string>): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    const named = schemas.flatMap((each) =>
      Object.hasOwn(each.properties ?? {}, key) ? [each.properties?.[key] as Schema] : [],
    );
    const further = schemas.flatMap(({ additionalProperties, items }) =>
      [additionalProperties, items].filter((each): each is Schema => typeof each === 'object'),
    );
    const isNamed = named.length > 0 && !Array.isArray(value);
    const at = known(isNamed ? (path === '' ? key : `${path}.${key}`) : `${path}.*`);
    if (isNamed) found.add(at);
    usedIn(inner, (isNamed ? named : further).flatMap(alternatives), at, found);
  }
  return found;
}

/** There is one file of Compose, and so no target in it. */
const unused = ['environments.*.overrides.compose.*.target'];

test('the fourth description uses every key of the language', () => {
  const used = usedIn(describedBy('everything').source.value, alternatives(root), '', new Set());
  const missing = [...keysOf(root, '', new Set())].filter((path) => !used.has(path) && !unused.includes(path));
  expect(missing.sort()).toEqual([]);
});
