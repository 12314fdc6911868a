import type { Access, Credential, Platform, Resource } from '../platform/index';
import { usesIn } from './uses';

/** What one login may do in one part of a store. */
export interface Right {
  readonly credential: string;
  readonly part: string;
  readonly access: Access;
}

const rank: Readonly<Record<Access, number>> = { read: 0, write: 1, owner: 2 };

/** Every right in a resource, from the edges of all who use it, migrations too; the widest where several ask. */
export function rightsIn(platform: Platform, resource: string): Right[] {
  const widest = new Map<string, Right>();
  for (const { credential, part, access } of usesIn(platform).filter(
    (use) => use.resource === resource && use.credential !== '',
  )) {
    const key = `${credential} ${part}`;
    const known = widest.get(key);
    if (known === undefined || rank[known.access] < rank[access]) widest.set(key, { credential, part, access });
  }
  return [...widest.keys()].sort().map((key) => widest.get(key) as Right);
}

/** The logins of a resource, without its administrator. */
export function loginsOf(platform: Platform, resource: string): Credential[] {
  return platform.credentials.filter((credential) => credential.resource === resource && credential.role !== 'admin');
}

/** The administrator's credential. Without one nothing can be set up, and no step is asked for. */
export function adminOf(platform: Platform, resource: Resource): Credential {
  const admin = platform.credentials.find((credential) => credential.name === resource.admin);
  if (admin === undefined)
    throw new Error(`resource "${resource.name}" has no administrator, so nothing can set it up`);
  return admin;
}

/** The variable of a step that holds the password of a credential. */
export function passwordVariable(credential: Pick<Credential, 'name'>): string {
  return `${credential.name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_PASSWORD`;
}
