import { nearest } from '../model/nearest';
import type { Platform } from '../model/platform';
import { directories } from '../resolve/directories';
import { secretFiles } from '../resolve/files';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers, type Fields } from './walk';

interface Mount {
  readonly path: Path;
  /** The place is the key: of a file. */
  readonly key: boolean;
  /** In the container, without a slash at the end. */
  readonly target: string;
  readonly what: 'file' | 'writable directory' | 'volume' | 'path of the machine' | 'volume of another';
}

function* mounts(path: Path, fields: Fields): Iterable<Mount> {
  for (const target of Object.keys(fields.mounts ?? {})) {
    yield { path: [...path, 'mounts', target], key: true, target: plain(target), what: 'volume of another' };
  }
  for (const [name, volume] of Object.entries(fields.volumes ?? {})) {
    yield { path: [...path, 'volumes', name, 'path'], key: false, target: plain(volume.path), what: 'volume' };
  }
  for (const [at, given] of directories(fields.writable).entries()) {
    const short = typeof given === 'string';
    const here = [...path, 'writable', at, ...(short ? [] : ['path'])];
    yield { path: here, key: false, target: plain(short ? given : given.path), what: 'writable directory' };
  }
  for (const target of Object.keys(fields.hostPaths ?? {})) {
    yield { path: [...path, 'hostPaths', target], key: true, target: plain(target), what: 'path of the machine' };
  }
  for (const target of Object.keys(fields.files ?? {})) {
    yield { path: [...path, 'files', target], key: true, target: plain(target), what: 'file' };
  }
  for (const { target, path: inner } of secretFiles({ tls: fields.tls })) {
    yield { path: [...path, ...inner], key: true, target: plain(target), what: 'file' };
  }
}

function plain(target: string): string {
  return target.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

/** A mount hides what lies below it, and a file cannot be a directory too. */
function* mountTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    const known = new Map<string, Mount>();
    for (const mount of mounts(path, fields)) {
      const other = known.get(mount.target);
      if (other === undefined) known.set(mount.target, mount);
      else
        yield {
          path: mount.path,
          key: mount.key,
          value: '',
          rule: `mounts ${mount.target}, where a ${other.what} is already`,
          fix: 'choose another path',
        };
    }
    for (const mount of known.values()) {
      const file = above(mount.target).find((folder) => known.get(folder)?.what === 'file');
      if (file === undefined) continue;
      const rule = `mounts ${mount.target}, but ${file} is a file and no directory`;
      yield { path: mount.path, key: mount.key, value: '', rule, fix: 'choose another path' };
    }
  }
}

/** `/a` and `/a/b` for `/a/b/c`. */
function above(target: string): string[] {
  const steps = target.split('/');
  return steps.slice(2).map((_, at) => steps.slice(0, at + 2).join('/'));
}

/** Directories of the kernel, and files that container engines write by themselves. */
const kept = /^\/((proc|sys|dev)(\/.*)?|etc\/(hosts|hostname|resolv\.conf))?$/;

function* mountReserved(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    for (const { path: here, key, target } of mounts(path, fields)) {
      const steps = target.split('/');
      const climbs = steps.includes('..') || steps.includes('.');
      if (!climbs && (!kept.test(target) || target === '/dev/shm')) continue;
      const rule = climbs
        ? `mounts ${target}, but a path in a container has no "." or ".."`
        : `mounts ${target}, which belongs to the kernel or the container engine`;
      yield { path: here, key, value: '', rule, fix: 'choose another path' };
    }
  }
}

/** Services and servers keep volumes; a job's are its own, for the containers beside it too. */
function* unknownVolume(scope: Scope, platform: Platform): Iterable<Broken> {
  const owners = new Map<string, readonly string[]>([
    ...platform.services.map(({ name, volumes }): [string, string[]] => [name, volumes.map((each) => each.name)]),
    ...platform.resources.flatMap((each): [string, string[]][] =>
      each.kind === 'container' && each.provider === 'container'
        ? [[each.name, each.container.volumes.map(({ name }) => name)]]
        : [],
    ),
  ]);
  const known = [...owners].flatMap(([owner, list]) => list.map((name) => `${owner}.${name}`));
  const ofJobs = new Map(
    platform.jobs.map(({ name, volumes }) => [name, volumes.map((each) => `${name}.${each.name}`)]),
  );
  for (const { path, container, kind } of containers(scope, platform)) {
    const [, self = ''] = path.map(String);
    const beside = kind === 'init' || kind === 'sidecar';
    const own = beside ? (ofJobs.get(self) ?? []) : [];
    const offered = [...known.filter((each) => beside || !each.startsWith(`${self}.`)), ...own];
    for (const { path: target, owner, volume } of container.mounts) {
      const here = [...path, 'mounts', target];
      if (owner === self && !beside) {
        yield { path: here, rule: 'which is its own already', fix: 'remove it' };
      } else if (!offered.includes(`${owner}.${volume}`)) {
        const near = nearest(`${owner}.${volume}`, offered);
        const fix = near === undefined ? `add the volume to ${owner}, or remove this` : `did you mean "${near}"?`;
        yield { path: here, rule: 'but no service and no server has such a volume here', fix };
      }
    }
  }
}

export const mountRules: readonly Rule[] = [
  {
    code: 'unknown-volume',
    summary: 'A volume that is mounted from elsewhere is one of a service or of a resource of kind container.',
    fix: 'correct the name, or add the volume there',
    find: unknownVolume,
  },
  {
    code: 'mount-twice',
    summary:
      'Files, writable directories and volumes of a container have places of their own: of two at one place only one would be seen.',
    fix: 'choose another path for one of them',
    find: mountTwice,
  },
  {
    code: 'mount-reserved',
    summary:
      'Nothing is mounted over the root, over directories of the kernel (/proc, /sys, /dev) or over files that the engine writes (/etc/hosts).',
    fix: 'choose another path',
    find: mountReserved,
  },
];
