import {
  type Container,
  containersIn,
  type Limit,
  type Platform,
  type Runtime,
  type Text,
  tasksIn,
  textsOf,
} from '../../platform/index';
import { allowedCapabilities, safeSysctls } from '../allowed';
import type { Path } from '../inventory';

const runtimes: readonly Runtime[] = ['kubernetes'];
/** Kubernetes, ConfigMaps: 1 MiB of data; some is for what stands around it. */
const configMapSize = 1_000_000;
/** etcd, System limits: a request has 1.5 MiB at most, and so an object; some is for what stands around the texts. */
const objectSize = 1_500_000;
/** Kubernetes API, ObjectMeta: keys and values of all annotations of an object (TotalAnnotationSizeLimitB); some is for Slipway's. */
const annotationsSize = 256 * 1024 - 4096;

export const containerLimits: readonly Limit[] = [
  {
    code: 'unsupported-root-user',
    field: 'services.*.user',
    runtimes,
    reason:
      'Pod Security restricted takes no container that runs as root; where this is accepted, the namespace has the level baseline',
    fix: 'set user to another number than 0',
    acceptable: true,
    find: (platform) => fieldWhere(platform, 'user', ({ user }) => user?.uid === 0),
  },
  {
    code: 'unsupported-capabilities',
    field: 'services.*.capabilities',
    runtimes,
    reason: `Pod Security restricted lets a container add ${allowedCapabilities.join(', ')} alone, so others are left out`,
    fix: 'remove them in this environment',
    acceptable: true,
    find: (platform) =>
      fieldWhere(platform, 'capabilities', ({ capabilities }) =>
        capabilities.some((each) => !allowedCapabilities.includes(each)),
      ),
  },
  {
    code: 'unsupported-ulimits',
    field: 'services.*.ulimits',
    runtimes,
    reason: "a pod cannot say them: each node's container runtime has its own, so they are left out",
    fix: 'set them on the nodes, and remove them in this environment',
    acceptable: true,
    find: (platform) => fieldWhere(platform, 'ulimits', ({ ulimits }) => ulimits.length > 0),
  },
  {
    code: 'unsupported-sysctls',
    field: 'services.*.sysctls',
    runtimes,
    reason: 'a pod may set the safe ones alone (Kubernetes, Using sysctls), so others are left out',
    fix: 'set them on the nodes, and remove them in this environment',
    acceptable: true,
    find: (platform) =>
      fieldWhere(platform, 'sysctls', ({ sysctls }) =>
        Object.keys(sysctls).some((name) => !safeSysctls.includes(name)),
      ),
  },
  {
    code: 'unsupported-sysctls',
    field: 'services.*.sidecars.*.sysctls',
    runtimes,
    reason: 'the containers of a pod share them, and two of this one want different values: the last one counts',
    fix: 'give them once, with one value',
    acceptable: true,
    find: (platform) => mixed(platform, 'sysctls', ({ sysctls }) => Object.entries(sysctls)),
  },
  {
    code: 'unsupported-architecture',
    field: 'services.*.sidecars.*.architecture',
    runtimes,
    reason: 'the containers of a pod run on one node, and two of this one want different processors',
    fix: 'use images for one architecture',
    acceptable: false,
    find: (platform) =>
      mixed(platform, 'architecture', ({ architecture }) =>
        architecture === 'any' ? [] : [['architecture', architecture]],
      ),
  },
  {
    code: 'unsupported-file-mode',
    field: 'services.*.files',
    runtimes,
    reason:
      'the files of a pod with a mode are of the main container, and this one is another user, whom the mode keeps out',
    fix: 'give both containers one user, or let its group read the file: "0640"',
    acceptable: false,
    find: (platform) =>
      tasksIn(platform).flatMap(({ containers: [main, ...others] }) =>
        others
          .filter(({ container }) => container.user?.uid !== main?.container.user?.uid)
          .flatMap(({ path, container }) =>
            container.files.filter(({ mode }) => keepsOut(mode)).map((file) => [...path, 'files', file.path]),
          ),
      ),
  },
  {
    code: 'unsupported-large-files',
    field: 'services.*.files',
    runtimes,
    reason: 'the files of a pod lie in one ConfigMap, which holds 1 MB',
    fix: 'put large files into the image',
    acceptable: false,
    find: (platform) =>
      tasksIn(platform).flatMap(({ path, containers }) =>
        filesSize(containers) > configMapSize ? [[...path, 'files']] : [],
      ),
  },
  {
    code: 'unsupported-large-manifest',
    field: 'services.*.env',
    runtimes,
    reason: 'the variables and words of a pod stand in one object, and the store of a cluster takes 1.5 MiB at most',
    fix: 'give long texts as files, or put them into the image',
    acceptable: false,
    find: (platform) =>
      tasksIn(platform).flatMap(({ path, containers }) =>
        wordsSize(containers) > objectSize ? [[...path, 'env']] : [],
      ),
  },
  {
    code: 'unsupported-large-annotations',
    field: 'environments.*.kubernetes.annotations',
    runtimes,
    reason: 'the annotations of an object have 256 KiB at most together',
    fix: 'keep short ones',
    acceptable: false,
    find: ({ environment: { name, kubernetes } }) => {
      const settings = kubernetes === null ? [] : [kubernetes, ...kubernetes.workloads];
      const large = settings.some(({ annotations }) => textBytes(annotations) > annotationsSize);
      return large ? [['environments', name, 'kubernetes']] : [];
    },
  },
  {
    code: 'unsupported-passthrough-text',
    field: 'services.*.env',
    runtimes,
    reason: 'a variable that is passed through stands in a longer text, which holds its name where it is not set',
    fix: 'pass the whole value through',
    acceptable: true,
    find: (platform) =>
      containersIn(platform).flatMap(({ path, container }) =>
        textsOf(container).some(isMixed) ? [[...path, 'env']] : [],
      ),
  },
  {
    code: 'unsupported-permissions',
    field: 'services.*.permissions',
    runtimes,
    reason: 'there is no cloud account that could grant them',
    fix: 'remove them in this environment, or give the workload a key of its own as a secret',
    acceptable: true,
    find: ({ services, jobs }) => [
      ...services.flatMap(({ name, permissions }) =>
        permissions.length > 0 ? [['services', name, 'permissions']] : [],
      ),
      ...jobs.flatMap(({ name, permissions }) => (permissions.length > 0 ? [['jobs', name, 'permissions']] : [])),
    ],
  },
];

/** All containers of a pod are in the group of its files. */
function keepsOut(mode: string): boolean {
  return mode !== '' && (Number.parseInt(mode, 8) & 0o040) === 0;
}

function fieldWhere(platform: Platform, field: string, holds: (container: Container) => boolean): Path[] {
  return containersIn(platform).flatMap(({ path, container }) => (holds(container) ? [[...path, field]] : []));
}

/** Containers that want another value of something than one before them in the same pod. */
function mixed(
  platform: Platform,
  field: string,
  values: (container: Container) => readonly (readonly [string, string])[],
): Path[] {
  return tasksIn(platform).flatMap(({ containers }) => {
    const known = new Map<string, string>();
    return containers.flatMap(({ path, container }): Path[] => {
      const wanted = values(container);
      const other = wanted.some(([key, value]) => known.has(key) && known.get(key) !== value);
      for (const [key, value] of wanted) known.set(key, value);
      return other ? [[...path, field]] : [];
    });
  });
}

function textBytes(texts: Readonly<Record<string, string>>): number {
  return Object.entries(texts).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
}

type Placed = readonly { readonly container: Container }[];

function filesSize(containers: Placed): number {
  return textsSize(containers.flatMap(({ container }) => container.files.map(({ content }) => content)));
}

function wordsSize(containers: Placed): number {
  return containers.reduce((sum, { container: { command, args, env } }) => {
    const names = env.reduce((all, { name }) => all + name.length + 24, 0);
    return sum + names + textsSize([...command, ...args, ...env.map(({ value }) => value)]);
  }, 0);
}

/** As JSON; a reference is short. */
function textsSize(texts: readonly Text[]): number {
  return texts.flat().reduce((sum, part) => sum + (typeof part === 'string' ? jsonSize(part) : 64), 0);
}

function jsonSize(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function isMixed(text: Text): boolean {
  return text.length > 1 && text.some((segment) => typeof segment !== 'string' && segment.kind === 'passthrough');
}
