import { compareText, sortedEntries } from '../document/merge';
import type { Flow, Mesh, MeshMember, Port } from '../model/platform';
import { callable, split } from './edges';
import { isRange } from './ports';
import type { Path } from './scope';
import { transport } from './transport';
import type { World } from './world';

/**
 * The groups of one environment. A member that the environment leaves out is not in its group there; what exists nowhere
 * is reported.
 */
export function meshesOf(world: World): Mesh[] {
  return sortedEntries(world.scope.merged.meshes).flatMap(([name, references]) => {
    const members = new Map<string, MeshMember>();
    for (const [at, reference] of references.entries()) {
      const found = memberOf(world, ['meshes', name, at], reference);
      if (found === undefined) continue;
      const ports = new Set([...(members.get(found.name)?.ports ?? []), ...found.ports]);
      members.set(found.name, { ...found, ports: [...ports].sort() });
    }
    const list = [...members.values()].sort((a, b) => compareText(a.name, b.name));
    return list.length === 0 ? [] : [{ name, members: list }];
  });
}

/** `geo` opens what serves callers, `geo.admin` one port alone. */
function memberOf(world: World, path: Path, reference: string): MeshMember | undefined {
  const [name, port] = split(reference);
  const { scope } = world;
  const resource = world.resources.get(name);
  const isJob = Object.hasOwn(scope.merged.jobs, name);
  const ports = world.services.get(name)?.ports ?? (resource?.kind === 'container' ? resource.ports : []);
  if (!world.services.has(name) && resource === undefined && !isJob) {
    const { services, jobs, resources } = scope.description;
    const elsewhere = [services, jobs, resources].some((section) => Object.hasOwn(section ?? {}, name));
    const known = [...world.services.keys(), ...Object.keys(scope.merged.jobs), ...world.resources.keys()];
    if (!elsewhere) scope.unknown('unknown-member', path, 'a service, job or resource', name, known);
    return undefined;
  }
  if (ports.some((each) => each.name === port && isRange(each))) {
    const rule = 'but that is a range of ports, which is reached on the host alone';
    scope.report({ code: 'port-range-inside', path, rule, fix: 'name a single port' });
    return undefined;
  }
  const names = ports.map((each) => each.name);
  if (port !== '' && !names.includes(port)) {
    scope.unknown('unknown-port', path, `port of ${name}`, port, names);
    return undefined;
  }
  const kind = isJob ? 'job' : resource === undefined ? 'service' : 'resource';
  return { kind, name, ports: port === '' ? callable(ports.filter((each) => !isRange(each))) : [port] };
}

/** What the members of a group may open of one another, and of further replicas of their own. */
export function meshFlows(
  meshes: readonly Mesh[],
  portsOf: (member: MeshMember) => readonly Port[],
): (Flow & { readonly mesh: string })[] {
  return meshes.flatMap(({ name, members }) =>
    members.flatMap((to) =>
      portsOf(to)
        .filter((port) => to.ports.includes(port.name))
        .flatMap(({ number, protocol }) =>
          members.flatMap((from) =>
            to.kind === 'job'
              ? []
              : [
                  {
                    from: { kind: from.kind, name: from.name },
                    to: { kind: to.kind, name: to.name },
                    port: number,
                    protocol: transport(protocol),
                    mesh: name,
                  },
                ],
          ),
        ),
    ),
  );
}
