import { type Platform, type Resource, routing, usersIn } from '../../platform/index';

/** Who talks to whom, without what differs between environments that have the same edges. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** Unique; `gateway`, `service-orders`, `job-reconcile`, `resource-main`, `mesh-discovery`. */
  readonly id: string;
  readonly kind: 'gateway' | 'service' | 'job' | 'resource' | 'mesh';
  readonly name: string;
  /** `http 8080, grpc 9090`; `job, 0 3 * * *`; a kind and its version. */
  readonly detail: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly relation: 'routes' | 'calls' | 'uses' | 'publishes' | 'consumes' | 'shares';
  /** What of the other one: `grpc`, a database, a topic, a path. */
  readonly label: string;
}

/** The graph of one environment: the gateway first, then services, jobs and resources by name. */
export function graphOf(platform: Platform): Graph {
  const { services, jobs, resources, meshes } = platform;
  const routed = routing.routed(platform).flatMap(routedEdges);
  const gateway: GraphNode = { id: 'gateway', kind: 'gateway', name: 'gateway', detail: '' };
  const nodes: GraphNode[] = [
    ...(routed.length > 0 ? [gateway] : []),
    ...services.map(({ name, ports }): GraphNode => {
      const detail = ports.map((port) => `${port.name} ${port.number}`).join(', ');
      return { id: `service-${name}`, kind: 'service', name, detail: detail === '' ? 'worker' : detail };
    }),
    ...jobs.map(({ name, trigger }): GraphNode => {
      const when = trigger.kind === 'schedule' ? `${trigger.schedule} ${trigger.timezone}` : 'on each deploy';
      return { id: `job-${name}`, kind: 'job', name, detail: `job, ${when}` };
    }),
    ...resources.map(
      (resource): GraphNode => ({
        id: `resource-${resource.name}`,
        kind: 'resource',
        name: resource.name,
        detail: server(resource),
      }),
    ),
    ...meshes.map(({ name }): GraphNode => ({ id: `mesh-${name}`, kind: 'mesh', name, detail: 'mesh' })),
  ];
  const users = usersIn(platform);
  return {
    nodes,
    edges: [...routed, ...users.flatMap(edgesOf), ...meshes.flatMap(sharesOf)],
  };
}

function routedEdges(owner: routing.Routed): GraphEdge[] {
  return owner.routes.filter(routing.leads).map((route) => {
    const label = route.listen > 0 ? `${route.protocol} ${route.listen}` : [...route.methods, route.path].join(' ');
    return { from: 'gateway', to: idOf(owner), relation: 'routes', label };
  });
}

function idOf({ kind, name }: Pick<ReturnType<typeof usersIn>[number], 'kind' | 'name'>): string {
  return `${kind === 'container' ? 'resource' : kind}-${name}`;
}

/** Every member may open the ports of the others: one line for each member, not for each two. */
function sharesOf({ name, members }: Platform['meshes'][number]): GraphEdge[] {
  return members.map(({ kind, name: member, ports }) => ({
    from: `${kind}-${member}`,
    to: `mesh-${name}`,
    relation: 'shares',
    label: ports.join(', '),
  }));
}

function server(resource: Resource): string {
  return resource.kind === 'container' ? 'container' : `${resource.kind} ${resource.version}`;
}

function edgesOf(user: ReturnType<typeof usersIn>[number]): GraphEdge[] {
  const from = idOf(user);
  const { calls, uses, publishes, consumes } = user;
  const part =
    (relation: GraphEdge['relation']) =>
    (each: { resource: string; part: string }): GraphEdge => ({
      from,
      to: `resource-${each.resource}`,
      relation,
      label: each.part,
    });
  return [
    ...calls.map(
      ({ service, ports }): GraphEdge => ({
        from,
        to: `service-${service}`,
        relation: 'calls',
        label: ports.join(', '),
      }),
    ),
    ...uses.map(part('uses')),
    ...publishes.map(part('publishes')),
    ...consumes.map(part('consumes')),
  ];
}
