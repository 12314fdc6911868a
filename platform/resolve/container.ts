import { compareText, sortedEntries } from '../document/merge';
import { digest } from '../model/names';
import type { Amount, Container, Environment, Image, User, Volume, Writable } from '../model/platform';
import * as defaults from './defaults';
import { directories } from './directories';
import { mountsOf } from './mounts';
import type { Path, Scope } from './scope';

/** The fields of a container as a service, a job, a sidecar or a resource may give them. */
export interface ContainerFields {
  image?: string;
  build?:
    | string
    | {
        context: string;
        dockerfile?: string;
        target?: string;
        args?: Record<string, string | number | boolean>;
        command?: (string | number | boolean)[];
      };
  architecture?: 'amd64' | 'arm64';
  cpu?: string | number | { request?: string | number; limit?: string | number };
  memory?: string | { request?: string; limit?: string };
  user?: 'image' | number | string;
  readOnlyRoot?: boolean;
  writable?: 'keep' | (string | { path: string; medium?: 'disk' | 'memory'; size?: string })[];
  volumes?: Record<string, { path: string; size?: string }>;
  mounts?: Record<string, string>;
  hostPaths?: Record<string, string | { from: string; readOnly?: boolean }>;
  capabilities?: string[];
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  sysctls?: Record<string, string | number>;
}

/** Everything of a container that needs no reference: not its command, variables and files. */
export type Bare = Omit<Container, 'command' | 'args' | 'env' | 'files'>;

export function bareContainer(
  scope: Scope,
  path: Path,
  name: string,
  fields: ContainerFields,
  environment: Environment,
): Bare {
  const image = imageOf(scope, path, fields);
  return {
    name,
    image,
    architecture: fields.architecture ?? scope.architecture(environment.runtime, image),
    cpu: amount(fields.cpu, defaults.container.cpu, (value, at) => scope.cpu([...path, 'cpu', ...at], value)),
    memory: amount(fields.memory, defaults.container.memory, (value, at) =>
      scope.memory([...path, 'memory', ...at], value),
    ),
    user: userOf(fields.user),
    readOnlyRoot: fields.readOnlyRoot ?? (fields.writable === 'keep' ? false : defaults.container.readOnlyRoot),
    writable: directories(fields.writable)
      .map((each, at) => writable(scope, [...path, 'writable', at], each))
      .sort((a, b) => compareText(a.path, b.path)),
    volumes: volumes(scope, [...path, 'volumes'], fields.volumes),
    mounts: mountsOf(fields.mounts),
    hostPaths: sortedEntries(fields.hostPaths).map(([target, given]) => ({
      path: target,
      from: typeof given === 'string' ? given : given.from,
      readOnly: (typeof given === 'string' ? undefined : given.readOnly) ?? defaults.hostPath.readOnly,
    })),
    capabilities: [...new Set(fields.capabilities)].sort(),
    ulimits: sortedEntries(fields.ulimits).map(([limit, value]) => ({
      name: limit,
      soft: typeof value === 'number' ? value : value.soft,
      hard: typeof value === 'number' ? value : value.hard,
    })),
    sysctls: Object.fromEntries(sortedEntries(fields.sysctls).map(([key, value]) => [key, String(value)])),
  };
}

function imageOf(scope: Scope, path: Path, fields: ContainerFields): Image {
  if (fields.image !== undefined && fields.build !== undefined) {
    scope.report({
      code: 'image-and-build',
      path: [...path, 'image'],
      value: '',
      rule: 'and build are both given, but a container has one image',
      fix: 'remove one of them',
    });
  }
  if (fields.image !== undefined) return { kind: 'reference', reference: fields.image };
  if (fields.build !== undefined) return buildOf(fields.build);
  scope.report({
    code: 'no-image',
    path,
    key: true,
    rule: 'has neither image nor build',
    fix: 'add build: with the folder of its Dockerfile, or image: with a reference',
  });
  return { kind: 'reference', reference: 'missing' };
}

function buildOf(build: NonNullable<ContainerFields['build']>): Image {
  const given = typeof build === 'string' ? { context: build } : build;
  const context = given.context.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/+$/, '');
  const whole = {
    context,
    dockerfile: given.dockerfile ?? defaults.container.dockerfile,
    target: given.target ?? '',
    args: Object.fromEntries(sortedEntries(given.args).map(([key, value]) => [key, String(value)])),
  };
  return { kind: 'build', name: buildName(whole), ...whole, command: (given.command ?? []).map(String) };
}

/**
 * Name of what is built, from what is built alone, so that a service more or less never renames another's image: last
 * folder of the context, what the Dockerfile adds to its usual name, stage; and a hash where arguments tell two apart.
 */
function buildName(build: {
  context: string;
  dockerfile: string;
  target: string;
  args: Record<string, string>;
}): string {
  const folder = build.context.split('/').pop() ?? '';
  const file = (build.dockerfile.split('/').pop() ?? '').replace(/^Dockerfile[.-]?|[.-]?Dockerfile$/g, '');
  const parts = [folder.replaceAll('.', ''), file, build.target].map((part) =>
    part
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
  );
  const stem = parts.filter((part) => part !== '').join('-');
  const args = Object.keys(build.args).length === 0 ? '' : digest(JSON.stringify(build.args));
  return [stem === '' ? 'app' : stem, args].filter((part) => part !== '').join('-');
}

function userOf(user: ContainerFields['user']): User | null {
  if (user === 'image') return null;
  if (user === undefined) return defaults.container.user;
  if (typeof user === 'number') return { uid: user, gid: user };
  const [uid, gid] = user.split(':').map(Number);
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

/** Request and limit. A limit alone is reserved too, as on Kubernetes; a request alone sets no limit. */
export function amount<T extends string | number>(
  given: T | { request?: T; limit?: T } | undefined,
  fallback: number,
  read: (value: T, path: Path) => number,
): Amount {
  if (given === undefined) return { request: fallback, limit: fallback };
  if (typeof given !== 'object') {
    const both = read(given, []);
    return { request: both, limit: both };
  }
  const request = given.request === undefined ? undefined : read(given.request, ['request']);
  const limit = given.limit === undefined || given.limit === 'none' ? undefined : read(given.limit, ['limit']);
  if (limit !== undefined) return { request: request ?? limit, limit };
  const unlimited = given.limit === 'none' || request !== undefined;
  return { request: request ?? fallback, limit: unlimited ? 0 : fallback };
}

function writable(
  scope: Scope,
  path: Path,
  given: string | { path: string; medium?: 'disk' | 'memory'; size?: string },
): Writable {
  const whole = typeof given === 'string' ? { path: given } : given;
  const medium = whole.medium ?? defaults.container.writable.medium;
  const size =
    whole.size === undefined ? defaults.container.writable.size[medium] : scope.memory([...path, 'size'], whole.size);
  return { path: whole.path, medium, size };
}

function volumes(scope: Scope, path: Path, given: ContainerFields['volumes']): Volume[] {
  return sortedEntries(given).map(([name, volume]) => ({
    name,
    path: volume.path,
    size:
      volume.size === undefined ? defaults.container.volume.size : scope.storage([...path, name, 'size'], volume.size),
  }));
}
