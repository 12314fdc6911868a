import type { Platform, Port } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { mapValues } from '../canonical';
import type { Fact } from '../fact';
import { type ComposeOutput, haproxyConfig } from '../outputs/compose';

/** What listens: services, and resources of kind `container`. */
export function listeners(
  platform: Platform,
): Record<string, { readonly ports: readonly Port[]; readonly aliases: readonly string[] }> {
  const resources = platform.resources.flatMap((each) =>
    each.kind === 'container' && each.provider === 'container' ? [each] : [],
  );
  return Object.fromEntries([...platform.services, ...resources].map((each) => [each.name, each]));
}

const transport = ({ protocol }: Port) => (protocol === 'udp' ? 'udp' : 'tcp');

export const ports: Fact = {
  title: 'every container listens on the ports that its service declares',
  expected: (platform) =>
    mapValues(listeners(platform), (each) => each.ports.map((port) => wordOf(platform, port)).sort()),
  compose: (output) =>
    mapValues(listeners(output.platform), (_, name) => {
      const hidden = new Set(relaysOf(output, name).map(({ as }) => as));
      return exposedBy(output, name)
        .filter((port) => !hidden.has(port.split('/')[0] ?? ''))
        .sort();
    }),
  k8s: (output) =>
    mapValues(listeners(output.platform), (_, name) =>
      joined(output.containers()[name]?.ports ?? [])
        .map((port) => {
          const http2 = output
            .all('Service')
            .filter((each) => each.spec.selector?.['app.kubernetes.io/name'] === name)
            .flatMap((each) => each.spec.ports)
            .some((each) => each.targetPort === port.containerPort && each.appProtocol === 'kubernetes.io/h2c');
          const { name: own, numbers, onHost } = port;
          return `${own} ${numbers}/${port.protocol.toLowerCase()}${http2 ? ' HTTP/2' : ''}${onHost}`;
        })
        .sort(),
    ),
  cdk: (output) =>
    mapValues(listeners(output.platform), (_, name) =>
      (output.containers()[name]?.definition.PortMappings ?? [])
        .map(
          ({ Name, ContainerPort, Protocol, AppProtocol }) =>
            `${Name} ${ContainerPort}/${Protocol}${AppProtocol === undefined ? '' : ` ${AppProtocol}`}`,
        )
        .sort(),
    ),
};

interface PodPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly protocol: string;
}

/** The ports of a pod, those of a range as one: they follow each other, and only the first has a name. */
function joined(list: readonly PodPort[]) {
  const groups: PodPort[][] = [];
  for (const port of list) {
    const open = groups.at(-1);
    const next = (open?.at(-1)?.containerPort ?? 0) + 1;
    if (port.name === undefined && open !== undefined && port.containerPort === next) open.push(port);
    else groups.push([port]);
  }
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) return [];
    const same = group.every(({ hostPort, containerPort }) => hostPort === containerPort);
    const none = group.every(({ hostPort }) => hostPort === undefined);
    return [
      {
        ...first,
        numbers: first === last ? String(first.containerPort) : `${first.containerPort}-${last.containerPort}`,
        onHost: none ? '' : same ? ' on the host' : ' elsewhere on the host',
      },
    ];
  });
}

/** Compose has no names of ports and no protocols above TCP; the others say what a proxy between two services must know. */
function wordOf(platform: Platform, port: Port): string {
  const number = `${port.last === port.number ? port.number : `${port.number}-${port.last}`}/${transport(port)}`;
  const { protocol } = port;
  if (runsOn(platform, 'compose')) return number;
  if (runsOn(platform, 'kubernetes'))
    return `${port.name} ${number}${protocol === 'grpc' ? ' HTTP/2' : ''}${port.hostPort ? ' on the host' : ''}`;
  return `${port.name} ${number}${protocol === 'grpc' || protocol === 'http' ? ` ${protocol}` : ''}`;
}

export const addresses: Fact = {
  title: 'every service answers to its name and aliases, on the ports that callers use',
  expected: (platform) =>
    mapValues(listeners(platform), ({ ports: list, aliases }, name) => {
      const known = accepts(platform, 'ecs', 'unsupported-aliases') ? [] : aliases;
      // Service Connect carries TCP alone: nobody may call a udp port there, though it may be routed.
      // A range is reached on the host alone, but on Compose, where a network has no ports.
      const single = list.filter((port) => port.last === port.number);
      const open = single.filter((port) => !(runsOn(platform, 'ecs') && port.protocol === 'udp'));
      return {
        names: open.length === 0 ? [] : [name, ...known].sort(),
        ports: open.map((port) => `${port.as}->${port.number}`).sort(),
      };
    }),
  compose: (output) =>
    mapValues(listeners(output.platform), (_, name) => {
      // With a port under another number the network is held by a service beside it, and a relay forwards.
      const holder = output.holder(name);
      const { networks = {} } = output.service(holder);
      const known = Object.values(networks).flatMap((network) => network.aliases ?? []);
      const relays = relaysOf(output, name);
      const hidden = new Set(relays.flatMap(({ as, number }) => [as, number]));
      const direct = exposedBy(output, name)
        .map((port) => port.split('/')[0] ?? '')
        .filter((port) => !hidden.has(port) && !port.includes('-'));
      return {
        names:
          exposedBy(output, name).length === 0
            ? []
            : [...new Set([...known, ...(holder === name ? [name] : [])])]
                .filter((each) => !isReplica(output.platform, each))
                .sort(),
        ports: [
          ...direct.map((port) => `${port}->${port}`),
          ...relays.map(({ as, number }) => `${as}->${number}`),
        ].sort(),
      };
    }),
  k8s: (output) =>
    mapValues(listeners(output.platform), (_, name) => {
      const services = output
        .all('Service')
        .filter((each) => each.spec.selector?.['app.kubernetes.io/name'] === name && each.spec.type !== 'LoadBalancer');
      // Every name has the same ports; tcp and udp may have one number.
      const open = new Map<string, string>();
      for (const { port, targetPort, protocol } of services.flatMap((each) => each.spec.ports))
        open.set(`${port}->${targetPort}/${protocol}`, `${port}->${targetPort}`);
      return {
        names: services
          .map((each) => each.metadata.name)
          .filter((each) => !isReplica(output.platform, each))
          .sort(),
        ports: [...open.values()].sort(),
      };
    }),
  cdk: (output) =>
    mapValues(listeners(output.platform), (_, name) => {
      const mappings = new Map(
        (output.containers()[name]?.definition.PortMappings ?? []).map((each) => [each.Name, each.ContainerPort]),
      );
      const services = output
        .all('AWS::ECS::Service')
        .filter(({ template }) => template === output.task(name).template);
      const connect = services.flatMap(
        ({ resource }) => resource.Properties.ServiceConnectConfiguration?.Services ?? [],
      );
      const clients = connect.flatMap((each) =>
        each.ClientAliases.map((alias: { DnsName: string; Port: number }) => ({
          ...alias,
          to: mappings.get(each.PortName),
        })),
      );
      return {
        names: [...new Set(clients.map((each) => each.DnsName))].sort(),
        ports: [...new Set(clients.map((each) => `${each.Port}->${each.to}`))].sort(),
      };
    }),
};

/** Ports of a compose service, of its own or of who holds its network. */
function exposedBy(output: ComposeOutput, name: string): string[] {
  const { expose = [] } = output.service(output.holder(name));
  return expose.map((port) => (port.includes('/') ? port : `${port}/tcp`));
}

/** What the holder of a network listens on and forwards to, from its HAProxy configuration. */
function relaysOf(output: ComposeOutput, name: string): { readonly as: string; readonly number: string }[] {
  const holder = output.holder(name);
  const text = holder === name ? undefined : output.mountedFile(output.service(holder), haproxyConfig);
  if (text === undefined || !/^\s*mode tcp/m.test(text)) return [];
  return [...text.matchAll(/^\s*bind \S*?:(\d+)\n\s*server \S+ 127\.0\.0\.1:(\d+)$/gm)].map(
    ([, as = '', number = '']) => ({ as, number }),
  );
}

/** Names of single servers, which are a fact of their own. */
function isReplica({ resources }: Platform, name: string): boolean {
  return resources.some((each) => each.replicas > 1 && new RegExp(`^${each.name}-\\d+$`).test(name));
}
