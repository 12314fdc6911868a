import { posix } from 'node:path';
import type { ServiceDescription } from '../description/description';

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
  return Object.keys(services)
    .sort()
    .find((name) => {
      const { migrate, uses, ...made } = services[name] ?? {};
      if (migrate === undefined || codeBaseOf(made) !== base) return false;
      return (uses ?? []).some((use) => (typeof use === 'string' ? use : use.name) === reference);
    });
}
