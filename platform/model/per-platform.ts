import type { Platform } from './platform';

/** A reader of a platform that is asked many times: what it finds is kept as long as the platform is. */
export function perPlatform<T>(find: (platform: Platform) => T): (platform: Platform) => T {
  const known = new WeakMap<Platform, { readonly found: T }>();
  return (platform) => {
    const kept = known.get(platform) ?? { found: find(platform) };
    known.set(platform, kept);
    return kept.found;
  };
}
