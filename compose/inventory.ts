import { type Platform, usersIn } from '../platform/index';
import { isSetUp, serverOf } from '../provision/index';
import { needsOwner } from './directories';
import {
  besideName,
  gatewayName,
  grpcProbeName,
  migrateName,
  networkHolderName,
  probesName,
  provisionName,
  volumesName,
} from './names';
import { replicasOf } from './replicas';
import { isHeld } from './traits';

/** Names of the description that the compose file gives to a container of its own, or twice. */
export function takenNames(platform: Platform): readonly (readonly string[])[] {
  const { services, jobs, resources } = platform;
  const own = [
    ...services.map(({ name }): [string, string] => ['services', name]),
    ...jobs.map(({ name }): [string, string] => ['jobs', name]),
    ...resources.map(({ name }): [string, string] => ['resources', name]),
  ];
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of [...own.map(([, each]) => each), ...madeNames(platform)]) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  const direct = own.filter(([, name]) => twice.has(name));
  const beside = usersIn(platform).flatMap((user) =>
    [...user.init, ...user.sidecars]
      .filter(({ name }) => twice.has(besideName(user.name, name)))
      .map(({ name }) => {
        const field = user.init.some((each) => each.name === name) ? 'init' : 'sidecars';
        return [user.kind === 'container' ? 'resources' : `${user.kind}s`, user.name, field, name];
      }),
  );
  return [...direct, ...beside];
}

/** Names of all containers that stand in the description under another name or not at all. */
function madeNames(platform: Platform): string[] {
  const { services, jobs, resources } = platform;
  const workloads = [...services, ...jobs].flatMap((workload) => [
    ...(workload.kind === 'service' && workload.migrate !== null ? [migrateName(workload.name)] : []),
    ...([workload, ...workload.init, ...workload.sidecars].some((each) => needsOwner(each, false))
      ? [volumesName(workload.name)]
      : []),
    ...(isHeld({ sidecars: workload.sidecars, ports: workload.kind === 'service' ? workload.ports : [] })
      ? [networkHolderName(workload.name)]
      : []),
    ...[...workload.init, ...workload.sidecars].map(({ name }) => besideName(workload.name, name)),
  ]);
  const stores = resources.flatMap((resource) => {
    const server = serverOf(platform, resource);
    if (server === null) return [];
    const { init, sidecars } = resource.kind === 'container' ? resource : { init: [], sidecars: [] };
    const owned =
      needsOwner(server.container, server.ownsData) || [...init, ...sidecars].some((each) => needsOwner(each, false));
    const replicas = replicasOf(resource).map(({ name }) => name);
    return [
      ...(isSetUp(resource) ? [provisionName(resource.name)] : []),
      ...replicas.filter((name) => name !== resource.name),
      ...replicas.flatMap((name) => [
        ...(owned ? [volumesName(name)] : []),
        ...(isHeld({ sidecars, ports: server.ports }) ? [networkHolderName(name)] : []),
        ...[...init, ...sidecars].map((each) => besideName(name, each.name)),
      ]),
    ];
  });
  return [gatewayName, probesName, grpcProbeName, ...workloads, ...stores];
}
