import { containersIn, type Limit, type Platform, type Runtime, type Text } from '../platform/index';
import { hasDisk, isInMemory } from './directories';
import { Template } from './file';
import { canHaveMode } from './file-mode';
import { instanceLimits } from './instance-limits';
import { textOf } from './refs';
import { runsOnce } from './traits';

const runtimes: readonly Runtime[] = ['compose'];

/** What a container may want that Compose does not have. */
export const containerLimits: readonly Limit[] = [
  ...instanceLimits,
  {
    code: 'unsupported-permissions',
    field: '*.*.permissions',
    runtimes,
    reason: 'there is no cloud account that could grant them',
    fix: 'remove them in this environment, or give the workload a key of its own as a secret',
    acceptable: true,
    find: ({ services, jobs }) =>
      [...services, ...jobs]
        .filter(({ permissions }) => permissions.length > 0)
        .map(({ kind, name }) => [`${kind}s`, name, 'permissions']),
  },
  {
    code: 'unsupported-shared-writable',
    field: 'services.*.writable',
    runtimes,
    reason: 'a directory on disk is a volume of the project, and the replicas of a service have it together',
    fix: 'write medium: memory, which each replica has for itself, or set scale: 1 in this environment',
    acceptable: true,
    find: ({ services }) =>
      services
        .filter((service) => service.scale.min > 1 && !runsOnce(service) && hasDisk(service))
        .map(({ name }) => ['services', name, 'writable']),
  },
  {
    code: 'unsupported-writable-user',
    field: '*.*.writable',
    runtimes,
    reason: "Docker gives a directory in memory to a user by number, and the image's own has none here",
    fix: 'write medium: disk, or the user as a number',
    acceptable: false,
    find: (platform) =>
      containersIn(platform)
        .filter(({ container: { user, writable } }) => user === null && writable.some(isInMemory))
        .map(({ path }) => [...path, 'writable']),
  },
  {
    code: 'unsupported-file-mode',
    field: '*.*.files',
    runtimes,
    reason:
      "Compose gives a file a mode where it copies it into the container, as root's, which a read-only root refuses and no other user could read; mounted, it is read by all",
    fix: 'set readOnlyRoot: false in this environment, with a mode that lets all read, such as "0755"',
    acceptable: true,
    find: (platform) =>
      containersIn(platform).flatMap(({ path, container }) =>
        container.files
          .filter((file) => file.mode !== '' && !canHaveMode(container, file))
          .map((file) => [...path, 'files', file.path]),
      ),
  },
  {
    code: 'unsupported-secret-files',
    field: '*.*.files',
    runtimes,
    reason: 'Compose copies a file with secrets into the container, which a read-only root refuses',
    fix: 'set readOnlyRoot: false in this environment, or pass the secret as a variable',
    acceptable: false,
    find: (platform) =>
      containersIn(platform).flatMap(({ path, owner, container }) =>
        container.readOnlyRoot && container.files.some(({ content }) => isFilledIn(platform, content, owner))
          ? [[...path, 'files']]
          : [],
      ),
  },
];

function isFilledIn(platform: Platform, content: Text, owner: string): boolean {
  const rest = content.filter((part) => typeof part === 'string' || part.kind !== 'instance');
  return textOf(platform, rest, owner) instanceof Template;
}
