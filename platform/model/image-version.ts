/** Version of an image that exists already, which nobody deploys another one of: its tag, or its digest where it has none. */
export function imageVersion(reference: string): string {
  const [name = '', digest] = reference.split('@');
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  return tag ?? digest ?? 'latest';
}
