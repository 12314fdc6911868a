import { type Access, type Credential, type Platform, type Store, usesIn } from '../platform/index';

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
  const asked = usesIn(platform).flatMap((use) => (use.credential === credential ? [use.access] : []));
  const found = widest.find((access) => asked.includes(access));
  if (found === undefined) throw new Error(`no edge asks for credential "${credential}"`);
  return found;
}
