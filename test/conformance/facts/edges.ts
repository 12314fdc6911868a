import type { Egress, Flow, Platform, PortRange, Resource } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { containersOf, platformWorkloads, roleOf, routedOf, routesOf, usersOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import { openedOnHost } from '../on-host';
import { type Groups, groupsOf } from '../outputs/cdk-groups';
import { networksOf, withoutNetwork } from '../outputs/compose-networks';
import { type Openings, openingsOf } from '../outputs/k8s-policies';

export const edges: Fact = {
  title: 'connections are open along the edges of the description, and nothing else is',
  expected: (platform): Plain => {
    if (runsOn(platform, 'compose')) return { networks: composeNetworks(platform), without: [] };
    return runsOn(platform, 'kubernetes') ? { ...ofKubernetes(platform) } : { ...ofEcs(platform) };
  },
  compose: (output) => ({ networks: networksOf(output), without: withoutNetwork(output) }),
  k8s: (output) => ({ ...openingsOf(output) }),
  cdk: (output) => ({ ...groupsOf(output) }),
};

function lines(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

/** Flows between what runs here, and those to servers elsewhere. */
function divided({ flows, resources }: Platform): { inside: Flow[]; outside: { flow: Flow; resource: Resource }[] } {
  const elsewhere = new Map(
    resources.filter(({ provider }) => provider === 'external').map((each) => [each.name, each]),
  );
  const outside = flows.flatMap((flow) => {
    const resource = flow.to.kind === 'resource' ? elsewhere.get(flow.to.name) : undefined;
    return resource === undefined ? [] : [{ flow, resource }];
  });
  return { inside: flows.filter((flow) => !outside.some((each) => each.flow === flow)), outside };
}

/** Stores that a migration uses, by the flows of its service. */
function migrationFlows(platform: Platform): Flow[] {
  return platform.services.flatMap(({ name, migrate }) => {
    const stores = new Set(migrate?.uses.map(({ resource }) => resource));
    return platform.flows
      .filter(
        ({ from, to }) =>
          from.kind === 'service' && from.name === name && to.kind === 'resource' && stores.has(to.name),
      )
      .map((flow) => ({ ...flow, from: { ...flow.from, name: `${name}-migrate` } }));
  });
}

/** Stores that run here and are set up from outside: the one who does it opens their port. */
function provisioned(platform: Platform): { from: string; to: string; port: number }[] {
  return platform.resources.flatMap((resource) => {
    if (resource.provider !== 'container' || resource.kind === 'container') return [];
    // Redis and RabbitMQ set themselves up when they start.
    const topics = resource.kind === 'kafka' && (resource.topics.length > 0 || runsOn(platform, 'compose'));
    if (resource.kind !== 'postgres' && !topics) return [];
    return [{ from: `${resource.name}-provision`, to: resource.name, port: resource.port }];
  });
}

/** Link-local addresses of a node: among them the cloud's metadata, and with it its credentials. */
const [linkLocal, metadata] = ['169.254.0.0/16', '169.254.169.254/32'];

function ofKubernetes(given: Platform): Openings {
  const platform = { ...given, flows: [...given.flows, ...migrationFlows(given)] };
  const { gateway } = given;
  const { inside, outside } = divided(platform);
  const between = inside.filter(({ from }) => from.kind !== 'gateway');
  const shared = [
    ...between.map(({ from, to, port, protocol }) => `${from.name} -> ${to.name}:${port}/${protocol}`),
    ...provisioned(given).map(({ from, to, port }) => `${from} -> ${to}:${port}/tcp`),
  ];
  const routed = inside
    .filter(({ from }) => from.kind === 'gateway')
    .flatMap(({ to, port, protocol }) => {
      const routes = routesOf(given).filter(({ service }) => service === to.name);
      const mine = routes.filter((route) => route.number === port);
      // Raw routes are load balancers that keep the address of the client.
      const sources = [
        ...(mine.some(({ listen, tls }) => listen === 0 || tls !== 'none') ? [`namespace ${gateway.namespace}`] : []),
        ...(mine.some(({ listen, tls }) => listen > 0 && tls === 'none') ? gateway.from : []),
      ];
      return sources.map((source) => `${source} -> ${to.name}:${port}/${protocol}`);
    });
  // cert-manager proves by a pod of its own that the host name is ours (ACME, HTTP-01).
  const proof = gateway.used && gateway.certificate.kind === 'managed';
  return {
    opens: lines([
      ...shared,
      ...['udp', 'tcp'].map((protocol) => `all -> namespace kube-system:53/${protocol}`),
      ...outside.map(({ flow, resource }) => `${flow.from.name} -> ${placeOf(resource)}:${flow.port}/${flow.protocol}`),
      ...usersOf(given).flatMap(({ name, egress }) =>
        egress.flatMap(({ to, protocol, ports }) =>
          ports.map((range) => `${name} -> ${wayOut(to)}:${portWord(range)}/${protocol}`),
        ),
      ),
    ]),
    admits: lines([
      ...shared,
      ...routed,
      ...scraped(given),
      ...onHost(given),
      ...(proof ? [`namespace ${gateway.namespace} -> acme.cert-manager.io/http01-solver=true:8089/tcp`] : []),
    ]),
  };
}

function portWord({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const words = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return words.join(' and ');
}

function wayOut(to: Egress['to']): string {
  if (to.kind === 'host') return `0.0.0.0/0 but ${linkLocal}`;
  if (to.kind === 'namespace') return placeIn(to.namespace, to.labels);
  return to.cidr === '0.0.0.0/0' ? `${to.cidr} but ${metadata}` : to.cidr;
}

function placeIn(namespace: string, labels: Readonly<Record<string, string>>): string {
  return [`namespace ${namespace}`, ...(Object.keys(labels).length > 0 ? [labelled(labels)] : [])].join(' ');
}

/** Who may reach the gateway may reach what is published on the host, and instances with an address of their own. */
function onHost(platform: Platform): string[] {
  return openedOnHost(platform).flatMap(({ name, numbers, transport }) =>
    platform.gateway.from.map((cidr) => `${cidr} -> ${name}:${numbers}/${transport}`),
  );
}

/** Who collects metrics may open the ports of that name. */
function scraped({ environment, services, resources }: Platform): string[] {
  const own = resources.flatMap((each) => (each.kind === 'container' ? [each] : []));
  return [...services, ...own].flatMap(({ name, ports }) =>
    ports
      .filter((port) => port.name === 'metrics')
      .flatMap(({ number }) =>
        (environment.kubernetes?.scrapers ?? []).map(
          ({ namespace, labels }) =>
            `${namespace === '' ? labelled(labels) : placeIn(namespace, labels)} -> ${name}:${number}/tcp`,
        ),
      ),
  );
}

/** A policy knows no host names: where only that is known, any address. */
function placeOf({ address }: Resource): string {
  const known = address.kind === 'given' && /^[0-9.]+$/.test(address.host);
  return known ? `${address.host}/32` : `0.0.0.0/0 but ${linkLocal}`;
}

/**
 * Networks of two have no ports: whoever may open one port of another may open all, and the other way round. Members of a
 * group have the group's network alone, and whom they speak with is on it.
 */
function composeNetworks(platform: Platform): string[] {
  const { inside, outside } = divided(platform);
  const migrating = migrationFlows(platform);
  const groupOf = (name: string) =>
    platform.meshes.find(({ members }) => members.some((each) => each.name === name))?.name;
  const pairs = new Map<string, Set<string>>();
  const join = (one: string, other: string, also: readonly string[]) => {
    const key = groupOf(one) ?? groupOf(other) ?? [one, other].sort().join();
    pairs.set(key, new Set([...(pairs.get(key) ?? []), one, other, ...also]));
  };
  for (const { name, members } of platform.meshes) pairs.set(name, new Set(members.map((each) => each.name)));
  for (const { from, to, protocol } of inside) {
    // The proxy speaks no UDP: such a port is published by the service itself.
    if (from.kind === 'gateway' && protocol === 'udp') continue;
    const migration = `${from.name}-migrate`;
    join(
      from.name,
      to.name,
      migrating.some((each) => each.from.name === migration && each.to.name === to.name) ? [migration] : [],
    );
  }
  for (const { from, to } of provisioned(platform)) join(from, to, []);
  const migrates = (name: string) =>
    platform.services.some((each) => each.name === name && each.migrate !== null) ? [`${name}-migrate`] : [];
  // A container may open every address outside or none.
  const leaving = new Set([
    ...outside.map(({ flow }) => flow.from.name),
    ...usersOf(platform)
      .filter(({ egress }) => egress.length > 0 && accepts(platform, 'compose', 'unsupported-egress-ports'))
      .map(({ name }) => name),
  ]);
  const routes = routesOf(platform);
  const published = [
    ...(routes.some(({ protocol }) => protocol !== 'udp') ? ['gateway'] : []),
    ...new Set([
      ...routes.filter(({ protocol }) => protocol === 'udp').map(({ service }) => service),
      ...openedOnHost(platform).map(({ name }) => name),
    ]),
  ];
  const opened = new Set([...leaving, ...published].map(groupOf));
  return [
    ...[...pairs].map(([key, ends]) => `${opened.has(key) ? 'open' : 'internal'}: ${[...ends].sort().join(', ')}`),
    ...[...leaving]
      .filter((name) => groupOf(name) === undefined)
      .map((name) => `open: ${[name, ...migrates(name)].join(', ')}`),
    ...published.filter((name) => groupOf(name) === undefined).map((name) => `open: ${name}`),
  ].sort();
}

/** Volumes of services and jobs are file systems, which their owners and readers open. */
function volumesOf(platform: Platform): string[] {
  const own = [...platform.services, ...platform.jobs].flatMap(({ name, volumes }) =>
    volumes.map((each) => `${name} -> volume ${name}.${each.name}`),
  );
  const read = Object.entries(containersOf(platform)).flatMap(([key, { mounts }]) =>
    mounts.map(({ owner, volume }) => `${roleOf(key).owner} -> volume ${owner}.${volume}`),
  );
  return [...own, ...read].map((each) => `${each}:2049/tcp`);
}

function ofEcs(given: Platform): Groups {
  const platform = { ...given, flows: [...given.flows, ...migrationFlows(given)] };
  const { gateway, services, resources, environment } = platform;
  const { inside, outside } = divided(platform);
  const raw = routesOf(platform).filter(({ listen }) => listen > 0);
  const between = inside.filter(({ from }) => from.kind !== 'gateway');
  const asks = resources.filter(
    ({ provider, kind }) => provider === 'managed' && (kind === 'postgres' || kind === 'rabbitmq'),
  );
  const shared = [
    ...between.map(({ from, to, port, protocol }) => `${from.name} -> ${to.name}:${port}/${protocol}`),
    ...routedOf(platform).flatMap(balanced),
    ...volumesOf(platform),
    // Users of RabbitMQ are made by its management API.
    ...asks.map(({ name, kind, port }) => `provisioner -> ${name}:${kind === 'rabbitmq' ? 443 : port}/tcp`),
  ];
  const servers = resources.filter(({ provider }) => provider === 'container');
  const migrations = services.filter(({ migrate }) => migrate !== null).map(({ name }) => `${name}-migrate`);
  const running = [...[...platformWorkloads(platform), ...servers].map(({ name }) => name), ...migrations];
  const https = gateway.scheme === 'https';
  const isAsked = resources.some(({ name }) => asks.some((each) => each.name === name)) || needsComposing(platform);
  return {
    opens: lines([
      ...shared,
      // Fargate pulls images, writes logs and reads secrets over HTTPS, as the task itself.
      ...[...running, ...(isAsked ? ['provisioner'] : [])].map((name) => `${name} -> 0.0.0.0/0:443/tcp`),
      // A load balancer fetches the keys that tokens are signed with.
      ...(gateway.used && gateway.auth !== null
        ? [`gateway -> 0.0.0.0/0:${new URL(gateway.auth.jwks).port || 443}/tcp`]
        : []),
      ...outside.map(({ flow }) => `${flow.from.name} -> 0.0.0.0/0:${flow.port}/${flow.protocol}`),
      ...usersOf(platform).flatMap(({ name, egress }) =>
        egress
          .filter(
            ({ to }) =>
              to.kind !== 'range' || !to.cidr.includes(':') || !accepts(given, 'ecs', 'unsupported-ip-version'),
          )
          .flatMap(({ to, protocol, ports }) =>
            // A group knows no names: who lives with that opens every address.
            ports.map(
              (range) => `${name} -> ${to.kind === 'range' ? to.cidr : '0.0.0.0/0'}:${portWord(range)}/${protocol}`,
            ),
          ),
      ),
    ]),
    admits: lines([
      ...shared,
      ...gateway.from.flatMap((cidr) => [
        ...(gateway.used ? [gateway.port, ...(https ? [80] : [])] : []).map((port) => `${cidr} -> gateway:${port}/tcp`),
        ...raw.map(({ listen, protocol }) => `${cidr} -> network gateway:${listen}/${protocol}`),
      ]),
      ...(environment.posture.vpcEndpoints ? [`${environment.aws?.cidr} -> endpoints:443/tcp`] : []),
    ]),
    members: Object.fromEntries(
      [
        ...services.map(({ name }) => name),
        ...platform.jobs.filter(({ trigger }) => trigger.kind === 'schedule').map(({ name }) => name),
        ...resources.filter(({ provider }) => provider !== 'external').map(({ name }) => name),
        ...(gateway.used ? ['gateway'] : []),
        ...(raw.length > 0 ? ['network gateway'] : []),
      ].map((name) => [name, [name]]),
    ),
  };
}

/** A load balancer opens what it routes to, and what it asks for health. */
function balanced({ name, routes, health }: ReturnType<typeof routedOf>[number]): string[] {
  const probe = health.readiness ?? health.liveness;
  return routes
    .filter(({ answer }) => answer === null)
    .flatMap(({ number, protocol, listen }) => {
      const balancer = listen > 0 ? 'network gateway' : 'gateway';
      const asked = probe === null || probe.number === 0 ? [] : [`${balancer} -> ${name}:${probe.number}/tcp`];
      return [`${balancer} -> ${name}:${number}/${protocol === 'udp' ? 'udp' : 'tcp'}`, ...asked];
    });
}

/** Whether any variable mixes a secret with text: somebody writes these at deploy. */
function needsComposing(platform: Platform): boolean {
  return platformWorkloads(platform).some(({ env }) => env.some(({ value, secret }) => secret && value.length > 1));
}
