import type { ConfigFile, Container } from '../platform/index';

/** A file of a container; with a mode Compose copies it, and the machine decides of one that it mounts. */
export type CopiedFile = Pick<ConfigFile, 'path' | 'content'> & { readonly mode?: string };

/**
 * Whether Compose can give a file its mode. It does so where it copies the file, which a read-only root refuses; and what it
 * copies is root's: with an owner that the machine has no user for, the engine refuses the copy.
 */
export function canHaveMode(
  { user, readOnlyRoot }: Pick<Container, 'user' | 'readOnlyRoot'>,
  { mode }: Pick<ConfigFile, 'mode'>,
): boolean {
  return !readOnlyRoot && (user?.uid === 0 || (Number.parseInt(mode, 8) & 0o004) > 0);
}

export function withMode(container: Pick<Container, 'user' | 'readOnlyRoot'>, file: ConfigFile): CopiedFile {
  const { path, content, mode } = file;
  return mode !== '' && canHaveMode(container, file) ? { path, content, mode } : { path, content };
}
