/** Where a kind's own version stands in the names of images that hold the server. */
export interface TaggedImages {
  /** Last step of the repository: `valkey` of `docker.io/valkey/valkey:9.0`. */
  readonly repositories: readonly string[];
  /** The first group is the version, in the tag of these repositories. */
  readonly tag: RegExp;
  /** The same, in the tag of any repository: `pg17` means one thing, whoever wrote it. */
  readonly anyTag?: RegExp;
  /** Whether the container is made otherwise for another version, so that it must be known. */
  readonly needed: boolean;
}

/** The version that an image's name says; undefined where it says none: a name of a team's own has the team's own versions. */
export function taggedVersion(
  image: string,
  { repositories, tag, anyTag }: Omit<TaggedImages, 'needed'>,
): string | undefined {
  const [named = ''] = image.split('@');
  const last = named.slice(named.lastIndexOf('/') + 1);
  const [repository = '', written = ''] = last.split(':');
  const known = repositories.includes(repository) ? tag.exec(written)?.[1] : undefined;
  return anyTag?.exec(written)?.[1] ?? known;
}

/** Whether two versions may be of one server: `8` and `8.2` may, `8` and `9.1` may not. */
export function sameVersion(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short === long || long.startsWith(`${short}.`);
}
