import { posix } from 'node:path';
import type { ServiceDescription } from '../description/description';
import { sortedEntries } from '../document/merge';

type Made = Pick<ServiceDescription, 'build' | 'image'>;
type Maker = Made & Pick<ServiceDescription, 'uses' | 'migrate'>;

/** What workloads are made from: those of one folder, or of one image, are processes of one code base and change together. */
export function codeBaseOf({ build, image }: Made): string {
  if (build === undefined) return `image ${image}`;
  const context = typeof build === 'string' ? build : build.context;
  return `build ${posix.normalize(`${context}/`)}`;
}

/**
 * The service whose migration makes the tables of a database for the others of its code base: they need no right to make
 * tables themselves.
 */
export function migratorOf(
  services: Readonly<Record<string, Maker>>,
  reference: string,
  { build, image }: Made,
): string | undefined {
  const base = codeBaseOf({ build, image });
  return migrating(services).find(({ uses, made }) => uses.has(reference) && made === base)?.name;
}

interface Migrator {
  readonly name: string;
  readonly made: string;
  readonly uses: ReadonlySet<string>;
}

const known = new WeakMap<object, readonly Migrator[]>();

/** Services with a migration, by name. Every use of every workload asks for them, so they are kept with the services. */
function migrating(services: Readonly<Record<string, Maker>>): readonly Migrator[] {
  const kept = known.get(services);
  if (kept !== undefined) return kept;
  const found = sortedEntries(services)
    .filter(([, { migrate }]) => migrate !== undefined)
    .map(([name, { uses = [], ...made }]) => {
      const references = uses.map((use) => (typeof use === 'string' ? use : use.name));
      return { name, made: codeBaseOf(made), uses: new Set(references) };
    });
  known.set(services, found);
  return found;
}
