import type { Container, Port } from '../model/platform';

/** The first port that every user may open. Docker, Fargate (platform 1.4) and Kubernetes, among its safe ones, all have it. */
export const lowPorts = 'net.ipv4.ip_unprivileged_port_start';

/** ip(7): below it only who has NET_BIND_SERVICE may listen, and here not even root has that. */
export const firstFree = 1024;

/**
 * Opens low ports to whoever listens on one. A capability would not do: a user other than root has it only where the
 * program's file has it too. What is written of the setting stays.
 */
export function withLowPorts<T extends Pick<Container, 'sysctls'>>(bare: T, ports: readonly Port[]): T {
  if (ports.every(({ number }) => number >= firstFree) || bare.sysctls[lowPorts] !== undefined) return bare;
  const sysctls = Object.entries({ ...bare.sysctls, [lowPorts]: '0' }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...bare, sysctls: Object.fromEntries(sysctls) };
}
