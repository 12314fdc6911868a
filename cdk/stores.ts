import type { Access, Credential, Platform, Resource } from '../platform/index';
import { needsComposing } from './composing';

/** A store of a kind that AWS can run. */
export type Store = Exclude<Resource, { kind: 'container' }>;

/** Stores that AWS runs here. */
export function managedStores(platform: Platform): Store[] {
  return platform.resources.flatMap((resource) =>
    resource.kind !== 'container' && resource.provider === 'managed' ? [resource] : [],
  );
}

/** Databases and broker users are the provisioner's work, and secrets that are mixed with text. */
export function needsProvisioner(platform: Platform): boolean {
  const asking = managedStores(platform).some(({ kind }) => kind === 'postgres' || kind === 'rabbitmq');
  return asking || needsComposing(platform);
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
