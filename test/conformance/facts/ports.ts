import type { Platform, Port } from '../../../platform/index';
import { mapValues } from '../canonical';
import type { Fact } from '../fact';

/** What listens: services, and resources of kind `container`. */
export function listeners(
  platform: Platform,
): Record<string, { readonly ports: readonly Port[]; readonly aliases: readonly string[] }> {
  const resources = platform.resources.flatMap((each) =>
    each.kind === 'container' && each.provider === 'container' ? [each] : [],
  );
  return Object.fromEntries([...platform.services, ...resources].map((each) => [each.name, each]));
}

const transport = (port: Port) => (port.protocol === 'udp' ? 'udp' : 'tcp');

export const ports: Fact = {
  title: 'every container listens on the ports that its service declares',
  expected: (platform) =>
    mapValues(listeners(platform), (each) => each.ports.map((port) => `${port.number}/${transport(port)}`).sort()),
  compose: (output) =>
    mapValues(listeners(output.platform), (_, name) =>
      (output.service(name).expose ?? []).map((port) => (port.includes('/') ? port : `${port}/tcp`)).sort(),
    ),
  k8s: (output) =>
    mapValues(listeners(output.platform), (_, name) =>
      (output.containers()[name]?.ports ?? [])
        .map((port) => `${port.containerPort}/${port.protocol.toLowerCase()}`)
        .sort(),
    ),
  cdk: (output) =>
    mapValues(listeners(output.platform), (_, name) =>
      (output.containers()[name]?.definition.PortMappings ?? [])
        .map((port) => `${port.ContainerPort}/${port.Protocol}`)
        .sort(),
    ),
};

export const addresses: Fact = {
  title: 'every service answers to its name and aliases, on the ports that callers use',
  expected: (platform) =>
    mapValues(listeners(platform), ({ ports: list, aliases }, name) => ({
      names: list.length === 0 ? [] : [name, ...aliases].sort(),
      ports: list.map((port) => `${port.as}->${port.number}`).sort(),
    })),
  compose: (output) =>
    mapValues(listeners(output.platform), (_, name) => {
      const own = output.service(name);
      // With a port under another number the network is held by a service beside it, and a relay forwards.
      const holder = own.network_mode?.replace(/^service:/, '') ?? name;
      const { networks = {} } = output.service(holder);
      const known = Object.values(networks).map((network) =>
        [...(network.aliases ?? []), ...(holder === name ? [name] : [])].sort(),
      );
      const relays = Object.entries(output.document.services).filter(
        ([, each]) => each.network_mode === `service:${holder}`,
      );
      const relayed = relays.flatMap(([, each]) => relayPorts(output.document.configs ?? {}, each.configs ?? []));
      const hidden = new Set(relayed.map((each) => each.split('->')[1]));
      const direct = (own.expose ?? [])
        .map((port) => port.replace(/\/.*/, ''))
        .filter((port) => !hidden.has(port))
        .map((port) => `${port}->${port}`);
      return {
        names: (own.expose ?? []).length === 0 ? [] : [...new Set(known.flat())].sort(),
        ports: [...direct, ...relayed].sort(),
      };
    }),
  k8s: (output) =>
    mapValues(listeners(output.platform), (_, name) => {
      const services = output
        .all('Service')
        .filter((each) => each.spec.selector?.['app.kubernetes.io/name'] === name && each.spec.type !== 'LoadBalancer');
      const open = services.flatMap((each) =>
        each.spec.ports.map((port: { port: number; targetPort: number }) => `${port.port}->${port.targetPort}`),
      );
      return { names: services.map((each) => each.metadata.name).sort(), ports: [...new Set(open)].sort() };
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

/** What a relay listens on and forwards to, from its HAProxy configuration. */
function relayPorts(
  configs: Readonly<Record<string, { readonly content?: string }>>,
  mounted: readonly { readonly source: string }[],
): string[] {
  return mounted.flatMap(({ source }) => {
    const text = configs[source]?.content ?? '';
    if (!/^\s*mode tcp/m.test(text)) return [];
    const binds = [...text.matchAll(/^\s*bind \S*?:(\d+)/gm)].map((match) => match[1]);
    const servers = [...text.matchAll(/^\s*server \S+ 127\.0\.0\.1:(\d+)/gm)].map((match) => match[1]);
    return binds.map((bind, at) => `${bind}->${servers[at]}`);
  });
}
