import { images, numbersOf } from '../platform/index';
import { hardening, helperDeploy } from './container';
import { diskName, needsOwner, type Owned, onDisk } from './directories';
import type { ComposeService, Mount } from './file';
import { volumesName } from './names';
import type { Project } from './project';
import { volumeName } from './volume-names';

/** A container and the name of its compose service. */
export interface Placed {
  readonly name: string;
  readonly container: Owned;
}

/**
 * Docker gives a new volume to root. Its user gets it before the container starts; what is in it is its own already. One
 * container does this for all of a workload: `placed` starts with the main one, whose volumes these are.
 */
export function addVolumesOwner(
  project: Project,
  owner: string,
  placed: readonly Placed[],
  ownsData: boolean,
  profiles: Pick<ComposeService, 'profiles'>,
): string[] {
  const wanting = placed.filter(({ container }) => needsOwner(container, ownsData));
  if (wanting.length === 0) return [];
  const targets = wanting.map(({ name, container: { user, volumes, writable } }) => {
    const stored = ownsData || user === null ? [] : volumes.map((each) => [volumeName(owner, each.name), each.name]);
    const disks = onDisk(writable).map(({ path }) => diskName(name, path));
    const mounts = [...stored, ...disks.map((each) => [each, each])].map(
      ([source = '', folder]): Mount => ({ type: 'volume', source, target: `/volumes/${folder}` }),
    );
    // Whoever the image's own user is.
    const give = user === null ? ['chmod', '1777'] : ['chown', numbersOf(user)];
    return { words: [...give, ...mounts.map(({ target }) => target)], mounts };
  });
  const [first, ...rest] = targets.map(({ words }) => words);
  const service = volumesName(owner);
  project.add(service, {
    image: images.busybox,
    volumes: targets.flatMap(({ mounts }) => mounts),
    // No path that a description gives stands in it, so the shell reads no sign of it as its own.
    entrypoint:
      first !== undefined && rest.length === 0
        ? first
        : ['sh', '-ec', targets.map(({ words }) => words.join(' ')).join('\n')],
    ...profiles,
    ...hardening,
    cap_add: ['CHOWN'],
    user: '0:0',
    read_only: true,
    network_mode: 'none',
    restart: 'no',
    deploy: helperDeploy,
  });
  return [service];
}
