import type { Platform } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { containersOf, roleOf } from '../canonical';
import type { Fact } from '../fact';
import type { ComposeOutput } from '../outputs/compose';

type Settings = Readonly<Record<string, string>>;

/** Kubernetes, "Using sysctls in a Kubernetes Cluster": those that every pod may set. */
const safe = [
  'kernel.shm_rmid_forced',
  ...['ip_local_port_range', 'ip_local_reserved_ports', 'ip_unprivileged_port_start', 'ping_group_range'].map(ipv4),
  ...['tcp_fin_timeout', 'tcp_keepalive_intvl', 'tcp_keepalive_probes', 'tcp_keepalive_time', 'tcp_syncookies'].map(
    ipv4,
  ),
];

function ipv4(name: string): string {
  return `net.ipv4.${name}`;
}

export const sysctls: Fact = {
  title: 'kernel settings are those of the description, for all containers that run together',
  expected: (platform) =>
    grouped(platform, (_, keys) => {
      const containers = containersOf(platform);
      const all = Object.fromEntries(keys.flatMap((key) => Object.entries(containers[key]?.sysctls ?? {})));
      const known = Object.entries(all).filter(
        ([name]) => safe.includes(name) || !accepts(platform, 'kubernetes', 'unsupported-sysctls'),
      );
      return Object.fromEntries([...(runsOn(platform, 'compose') ? lowPorts(platform, keys) : []), ...known]);
    }),
  compose: (output) =>
    grouped(output.platform, (_, keys) => Object.assign({}, ...keys.map((key) => composeSettings(output, key)))),
  k8s: (output) =>
    grouped(output.platform, (_, [key = '']) =>
      Object.fromEntries(
        (output.podOf(key).securityContext.sysctls ?? []).map((each: { name: string; value: string }) => [
          each.name,
          each.value,
        ]),
      ),
    ),
  cdk: (output) =>
    grouped(output.platform, (_, keys) => {
      const containers = output.containers();
      return Object.fromEntries(
        keys
          .flatMap((key) => containers[key]?.definition.SystemControls ?? [])
          .map(({ Namespace, Value }) => [Namespace, Value]),
      );
    }),
};

/** By what runs together: a workload, a migration or a server. */
function grouped(
  platform: Platform,
  read: (name: string, keys: readonly string[]) => Settings,
): Record<string, Settings> {
  const groups = new Map<string, string[]>();
  for (const key of Object.keys(containersOf(platform))) {
    const { owner, role } = roleOf(key);
    // On Compose what runs before has a network of its own, and on all of them settings of its own do no harm.
    const name = role === 'migrate' ? `${owner} migrate` : owner;
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  return Object.fromEntries([...groups].map(([name, keys]) => [name, read(name, keys)]));
}

/** Who holds the network of others may open every port for them, as Docker allows by itself. */
function lowPorts(platform: Platform, [key = '']: readonly string[]): [string, string][] {
  const { owner, role } = roleOf(key);
  const workload = [...platform.services, ...platform.resources].find((each) => each.name === owner);
  const ports = workload !== undefined && 'ports' in workload ? workload.ports : [];
  const beside = Object.keys(containersOf(platform)).some((each) => each.startsWith(`${owner} sidecar `));
  const held = role !== 'migrate' && (beside || ports.some((port) => port.as !== port.number));
  return held ? [['net.ipv4.ip_unprivileged_port_start', '0']] : [];
}

function composeSettings(output: ComposeOutput, key: string): Settings {
  const service = output.containers()[key];
  const holder = /^service:(.+)$/.exec(service?.network_mode ?? '')?.[1];
  const own = service?.sysctls ?? {};
  // Docker refuses settings of the network to who has none of its own.
  const refused = holder === undefined ? [] : Object.keys(own).filter((name) => name.startsWith('net.'));
  if (refused.length > 0) throw new Error(`${key} sets ${refused.join()}, but ${holder} holds its network`);
  return { ...own, ...(holder === undefined ? {} : output.service(holder).sysctls) };
}
