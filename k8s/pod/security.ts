import type { Container as Given } from '../../platform/index';
import type { Container, PodSpec } from '../types';

/** The only capability that Pod Security `restricted` lets a container add. */
export const allowedCapabilities: readonly string[] = ['NET_BIND_SERVICE'];

/** Kubernetes, Pod Security Standards: the sysctls that every pod may set. */
export const safeSysctls: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
];

/** What `restricted` asks of a container, and a root file system without writing. */
export function hardened(
  user: Given['user'],
  capabilities: readonly string[],
  readOnlyRoot: boolean,
): Container['securityContext'] {
  const added = capabilities.filter((capability) => allowedCapabilities.includes(capability));
  return {
    runAsUser: user.uid,
    runAsGroup: user.gid,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], ...(added.length > 0 && { add: added }) },
    readOnlyRootFilesystem: readOnlyRoot,
  };
}

/** What `restricted` asks of a pod. Volumes belong to the main container's group, so that it may write them. */
export function hardenedPod(group: number, sysctls: Readonly<Record<string, string>>): PodSpec['securityContext'] {
  const safe = Object.entries(sysctls).filter(([name]) => safeSysctls.includes(name));
  return {
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    fsGroup: group,
    // Not at every start: it would open the private files of a database to its group.
    fsGroupChangePolicy: 'OnRootMismatch',
    ...(safe.length > 0 && { sysctls: safe.map(([name, value]) => ({ name, value })) }),
  };
}
