import { type Container as Given, nobody, type User } from '../../platform/index';
import { allowedCapabilities, safeSysctls } from '../allowed';
import type { Container, PodSpec } from '../types';

/** What `restricted` asks of a container, and a root file system without writing. */
export function hardened(
  user: Given['user'],
  capabilities: readonly string[],
  readOnlyRoot: boolean,
): Container['securityContext'] {
  const added = capabilities.filter((capability) => allowedCapabilities.includes(capability));
  return {
    ...(user !== null && { runAsUser: user.uid, runAsGroup: user.gid }),
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], ...(added.length > 0 && { add: added }) },
    readOnlyRootFilesystem: readOnlyRoot,
  };
}

/** Whose Slipway's own containers in a pod are. Of an image's own user they share the group, by the pod's `fsGroup`. */
export function helperUser({ user }: Given): User {
  return user === null ? nobody : user;
}

/** Where a container of the pod may be root, each of the others says that it is not. */
export function exceptRoot(container: Container): Container {
  const { securityContext } = container;
  const known = securityContext?.runAsUser !== undefined && securityContext.runAsUser > 0;
  return known ? { ...container, securityContext: { ...securityContext, runAsNonRoot: true } } : container;
}

/**
 * What `restricted` asks of a pod. Volumes belong to the main container's group, so that it may write them; `further` are
 * groups of what it reads.
 */
export function hardenedPod(
  group: number,
  further: readonly number[],
  sysctls: Readonly<Record<string, string>>,
  mayBeRoot: boolean,
): PodSpec['securityContext'] {
  const safe = Object.entries(sysctls).filter(([name]) => safeSysctls.includes(name));
  return {
    ...(!mayBeRoot && { runAsNonRoot: true }),
    seccompProfile: { type: 'RuntimeDefault' },
    fsGroup: group,
    ...(further.length > 0 && { supplementalGroups: further }),
    // Not at every start: it would open the private files of a database to its group.
    fsGroupChangePolicy: 'OnRootMismatch',
    ...(safe.length > 0 && { sysctls: safe.map(([name, value]) => ({ name, value })) }),
  };
}
