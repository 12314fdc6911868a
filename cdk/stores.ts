import type { Access, Credential, Platform, Store } from '../platform/index';

/** Stores that AWS runs here. */
export function managedStores(platform: Platform): Store[] {
  return platform.resources.flatMap((resource) =>
    resource.kind !== 'container' && resource.provider === 'managed' ? [resource] : [],
  );
}

/** Logins of a store, without its administrator. */
export function loginsOf(platform: Platform, { name }: Store): Credential[] {
  return platform.credentials.filter(({ resource, role }) => resource === name && role !== 'admin');
}

const widest = ['owner', 'write', 'read'] as const satisfies readonly Access[];

/** What a login of a store without parts may do: the widest that any of its edges asks. */
export function accessOf(platform: Platform, credential: string): Access {
  const migrations = platform.services.flatMap(({ migrate }) => (migrate === null ? [] : [migrate]));
  const asked = [...platform.services, ...platform.jobs, ...migrations].flatMap(({ uses }) =>
    uses.filter((use) => use.credential === credential).map((use) => use.access),
  );
  const found = widest.find((access) => asked.includes(access));
  if (found === undefined) throw new Error(`no edge asks for credential "${credential}"`);
  return found;
}
