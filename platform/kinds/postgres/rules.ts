import type { Platform, Postgres } from '../../model/platform';
import type { Scope } from '../../resolve/scope';
import type { Broken, Rule } from '../../rules/rule';
import type { Given } from '../kind';
import { versions } from './defaults';
import { isInImage, isInRds } from './extensions';

function* servers(scope: Scope, platform: Platform): Iterable<{ store: Postgres; given: Given<'postgres'> }> {
  for (const store of platform.resources) {
    const given = scope.merged.resources[store.name];
    if (store.kind === 'postgres' && given?.kind === 'postgres') yield { store, given };
  }
}

/** The tag of an image may say what no description could. */
function* knownVersion(scope: Scope, platform: Platform): Iterable<Broken> {
  const { first, last } = versions;
  for (const { store, given } of servers(scope, platform)) {
    const { name, version, provider } = store;
    if (provider === 'external' || given.version !== undefined || (version >= first && version <= last)) continue;
    const rule = `is PostgreSQL ${version}, and the kit knows ${first} to ${last}`;
    yield { path: ['resources', name, 'image'], value: '', rule, fix: `name an image of ${first} to ${last}` };
  }
}

/** Extensions that a database asks for, and a test does not find. */
function* extensions(
  { store, given }: { store: Postgres; given: Given<'postgres'> },
  isThere: (name: string, version: number) => boolean,
): Iterable<Pick<Broken, 'path'>> {
  for (const { name: database, extensions: list } of store.databases) {
    const written = Array.isArray(given.databases) ? [] : (given.databases[database]?.extensions ?? []);
    for (const extension of list.filter((each) => !isThere(each, store.version))) {
      yield { path: ['resources', store.name, 'databases', database, 'extensions', written.indexOf(extension)] };
    }
  }
}

/** An image of somebody else's has what its makers put in. */
function* extensionOfImage(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const server of servers(scope, platform)) {
    const { provider, image } = server.store;
    if (provider !== 'container' || !isOfficial(image)) continue;
    const rule = `but the image ${image} does not have it`;
    const fix = `name an image: that has it (pgvector/pgvector:pg${server.store.version} has vector), or remove it`;
    for (const { path } of extensions(server, isInImage)) yield { path, rule, fix };
  }
}

function* extensionOfRds(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const server of servers(scope, platform)) {
    if (server.store.provider !== 'managed') continue;
    const rule = `but Amazon RDS is not known to have it for PostgreSQL ${server.store.version}`;
    for (const { path } of extensions(server, isInRds))
      yield { path, rule, fix: 'remove it, or use provider: external' };
  }
}

function isOfficial(image: string): boolean {
  return /^(?:docker\.io\/)?(?:library\/)?postgres(?:[:@]|$)/.test(image);
}

export const postgresRules: readonly Rule[] = [
  {
    code: 'postgres-version',
    summary: `PostgreSQL ${versions.first} to ${versions.last} are known, also where the tag of an image says the version.`,
    fix: 'name another image, or write version:',
    find: knownVersion,
  },
  {
    code: 'postgres-extension',
    summary:
      'The official image of PostgreSQL has the modules of the server itself; other extensions are in other images.',
    fix: 'name an image that has the extension',
    find: extensionOfImage,
  },
  {
    code: 'managed-extension',
    summary:
      'Amazon RDS has the extensions of its own list, which grows with minor versions: where it has one by now, accept: [managed-extension].',
    fix: 'remove the extension, or run the server elsewhere',
    acceptable: true,
    find: extensionOfRds,
  },
];
