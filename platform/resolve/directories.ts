type Listed = string | { path: string; medium?: 'disk' | 'memory'; size?: string };

/** The directories that are listed: `keep` lists none, and leaves what the image has as it is. */
export function directories<T extends Listed>(given: 'keep' | readonly T[] | undefined): readonly T[] {
  return given === undefined || given === 'keep' ? [] : given;
}
