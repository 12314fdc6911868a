import type { Container, Health } from '../platform/index';
import { containerPart } from './container';
import { completed, type Dependencies, merged } from './depends';
import { hasDisk } from './directories';
import type { ComposeService, Condition, Mount } from './file';
import { healthPart } from './health';
import { besideName, networkHolderName } from './names';
import { addHolder, type Held, isNetwork, reached } from './network-holder';
import { attachment } from './networks';
import type { Project } from './project';
import { mountOwners } from './shared-volumes';
import { isHeld } from './traits';
import { addVolumesOwner, type Placed } from './volumes-owner';

/** A container with all that belongs to it: what runs before it and beside it, and how it is reached. */
export interface Unit extends Held {
  readonly health: Health;
  readonly init: readonly Container[];
  readonly after: Dependencies;
  /** What else runs for it, by a compose service of its own, with directories of its own. */
  readonly apart: readonly Placed[];
  /** Whether the image gives the directories of its volumes to its user. */
  readonly ownsData: boolean;
  /** How it starts again, how it ends, how often it runs. */
  readonly running: Pick<ComposeService, 'hostname' | 'restart' | 'stop_grace_period' | 'profiles'> & {
    readonly replicas?: number;
  };
}

export function addUnit(project: Project, unit: Unit): void {
  const { container } = unit;
  const { name } = container;
  const { replicas, ...running } = unit.running;
  const profiles = running.profiles === undefined ? {} : { profiles: running.profiles };
  const given = addVolumesOwner(project, name, placedOf(unit), unit.ownsData, profiles);
  const before = [...given, ...addInit(project, unit, profiles, given)];
  const health = healthPart(project, unit.health);
  const part = containerPart(project, { name, owner: name }, container);
  project.add(name, {
    ...part,
    ...running,
    ...waiting({ ...unit.after, ...mountOwners(project.platform, container) }, [...before, ...health.after]),
    ...mounted(part.volumes, health.mounts),
    ...(health.healthcheck !== undefined && { healthcheck: health.healthcheck }),
    ...network(project, unit),
    ...(replicas !== undefined && part.deploy !== undefined && { deploy: { replicas, ...part.deploy } }),
  });
  if (isHeld(unit)) addHolder(project, unit, profiles);
  for (const sidecar of unit.sidecars) addSidecar(project, unit, sidecar, given);
}

/** All that may have volumes, the main container first. */
function placedOf({ container, init, sidecars, apart }: Unit): Placed[] {
  const { name } = container;
  const beside = [...init, ...sidecars].map((each) => ({ name: besideName(name, each.name), container: each }));
  return [{ name, container }, ...beside, ...apart];
}

/** In the namespace of its holder, or with networks of its own. */
function network(project: Project, unit: Unit): Partial<ComposeService> {
  return isHeld(unit) ? joined(unit.container.name, unit.container) : reached(project, unit, unit.aliases);
}

/** In the namespace of the holder, which has its settings too: Docker refuses them to who has none of its own. */
function joined(owner: string, { sysctls }: Container): Pick<ComposeService, 'network_mode' | 'sysctls'> {
  const own = Object.entries(sysctls).filter(([key]) => !isNetwork(key));
  return {
    network_mode: `service:${networkHolderName(owner)}`,
    sysctls: own.length === 0 ? undefined : Object.fromEntries(own),
  };
}

/** One after the other, each to its end, as the workload: it may open what the workload may. */
function addInit(
  project: Project,
  unit: Unit,
  profiles: Pick<ComposeService, 'profiles'>,
  given: readonly string[],
): string[] {
  const owner = unit.container.name;
  const calling = project.networks.of(owner).filter((edge) => edge.calls);
  let before: readonly string[] = given;
  for (const container of unit.init) {
    const name = besideName(owner, container.name);
    project.add(name, {
      ...containerPart(project, { name, owner }, container),
      ...profiles,
      ...waiting({ ...unit.after, ...mountOwners(project.platform, container) }, before),
      ...attachment(calling, []),
      restart: 'no',
    });
    before = [name];
  }
  return unit.init.length === 0 ? [] : [...before];
}

function addSidecar(project: Project, unit: Unit, container: Container, given: readonly string[]): void {
  const owner = unit.container.name;
  const name = besideName(owner, container.name);
  const { profiles, stop_grace_period } = unit.running;
  const readsOwn = container.mounts.some((mount) => mount.owner === owner);
  project.add(name, {
    ...containerPart(project, { name, owner }, container),
    ...(profiles !== undefined && { profiles }),
    ...(stop_grace_period !== undefined && { stop_grace_period }),
    ...joined(owner, container),
    ...waiting(mountOwners(project.platform, container), hasDisk(container) || readsOwn ? given : []),
    restart: 'unless-stopped',
  });
}

/** What must have come before, and what must have ended well. */
export function waiting(after: Dependencies, ended: readonly string[]): Pick<ComposeService, 'depends_on'> {
  const known = Object.entries(after).map(([name, { condition }]): [string, Condition] => [name, condition]);
  const all = merged([...known, ...completed(ended)]);
  return Object.keys(all).length === 0 ? {} : { depends_on: all };
}

function mounted(own: readonly Mount[] | undefined, probes: readonly Mount[]): Pick<ComposeService, 'volumes'> {
  const all = [...(own === undefined ? [] : own), ...probes];
  return all.length === 0 ? {} : { volumes: all };
}
