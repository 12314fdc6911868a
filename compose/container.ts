import { createHash } from 'node:crypto';
import { type Container, type Image, numbersOf } from '../platform/index';
import { disksOf, memoryOf } from './directories';
import type { ComposeBuild, ComposeService, Deploy, Mount } from './file';
import { type CopiedFile, withMode } from './file-mode';
import type { Project } from './project';
import { imageValue, textOf } from './refs';
import { fileName, volumeName } from './volume-names';

/** Where and for whom a container runs. */
export interface Placement {
  /** Name of the compose service. */
  readonly name: string;
  /** The workload or resource that it belongs to: whose volumes it has, whose instance it is. */
  readonly owner: string;
}

/** What every container has, whatever it is part of. */
export function containerPart(project: Project, placement: Placement, container: Container): ComposeService {
  const { platform } = project;
  const { owner } = placement;
  const mounts = [
    ...volumesOf(project, owner, container),
    ...disksOf(project, placement.name, container),
    ...hostPathsOf(container),
    ...mountsOf(project, container),
  ];
  const inMemory = memoryOf(container);
  const words = (list: Container['command']) => list.map((word) => textOf(platform, word, owner));
  return {
    image: imageValue(platform, container.image),
    ...(container.image.kind === 'build' && { build: buildOf(project, container.image) }),
    ...(container.architecture !== 'any' && { platform: `linux/${container.architecture}` }),
    ...(container.command.length > 0 && { entrypoint: words(container.command) }),
    ...(container.args.length > 0 && { command: words(container.args) }),
    ...(container.env.length > 0 && { environment: environmentOf(project, owner, container.env) }),
    ...filesOf(
      project,
      placement,
      container.files.map((file) => withMode(container, file)),
    ),
    ...(mounts.length > 0 && { volumes: mounts }),
    ...(inMemory.length > 0 && { tmpfs: inMemory }),
    ...(Object.keys(container.sysctls).length > 0 && { sysctls: container.sysctls }),
    ...(container.ulimits.length > 0 && {
      ulimits: Object.fromEntries(container.ulimits.map(({ name, soft, hard }) => [name, { soft, hard }])),
    }),
    ...(container.capabilities.length > 0 && { cap_add: container.capabilities }),
    ...hardening,
    read_only: container.readOnlyRoot,
    ...(container.user !== null && { user: numbersOf(container.user) }),
    deploy: deployOf(container),
  };
}

/** The same for all: no capability but the named ones, and no way to gain any. */
export const hardening = { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] } as const;

/** Docker counts CPU in parts of one and memory in units of 1024. */
export function deployOf({ cpu, memory }: Pick<Container, 'cpu' | 'memory'>): Deploy {
  const amounts = (which: 'limit' | 'request') => ({
    ...(cpu[which] > 0 && { cpus: String(cpu[which] / 1000) }),
    ...(memory[which] > 0 && { memory: `${memory[which]}M` }),
  });
  const limited = cpu.limit > 0 || memory.limit > 0;
  return { resources: { ...(limited && { limits: amounts('limit') }), reservations: amounts('request') } };
}

/** What Slipway's own helpers get: they do next to nothing. */
export const helperDeploy = deployOf({ cpu: { request: 10, limit: 250 }, memory: { request: 16, limit: 64 } });

/** A proxy's buffers, at the most connections that it takes. */
export const proxyDeploy = deployOf({ cpu: { request: 10, limit: 500 }, memory: { request: 32, limit: 128 } });

export function environmentOf(project: Project, owner: string, env: Container['env']): ComposeService['environment'] {
  return Object.fromEntries(
    env.map(({ name, value }) => {
      const [only, ...rest] = value;
      const passed = rest.length === 0 && typeof only === 'object' && only.kind === 'passthrough' && only.name === name;
      return [name, passed ? null : textOf(project.platform, value, owner)];
    }),
  );
}

type Built = Extract<Image, { kind: 'build' }>;

function buildOf(project: Project, image: Built): ComposeBuild {
  return {
    context: image.context === '.' ? project.root : `${project.root}/${image.context}`,
    dockerfile: image.dockerfile,
    ...(image.target !== '' && { target: image.target }),
    ...(Object.keys(image.args).length > 0 && { args: image.args }),
  };
}

/** Compose does not look at what is in a file when it decides what to start anew, so a label tells it. */
export function filesOf(
  project: Project,
  { name, owner }: Placement,
  files: readonly CopiedFile[],
): Pick<ComposeService, 'configs' | 'labels'> {
  if (files.length === 0) return {};
  const hash = createHash('sha256');
  const configs = files.map(({ path, content, ...more }) => {
    const value = textOf(project.platform, content, owner);
    hash.update(JSON.stringify([path, value, ...Object.values(more)]));
    const source = project.config(`${name}_${fileName(path)}`, value, more.mode !== undefined);
    return { source, target: path, ...more };
  });
  return { configs, labels: { 'slipway.files': hash.digest('hex').slice(0, 16) } };
}

function volumesOf(project: Project, owner: string, { volumes }: Container): Mount[] {
  return volumes.map(({ name, path }) => ({
    type: 'volume',
    source: project.volume(volumeName(owner, name)),
    target: path,
  }));
}

/** Volumes that it reads: the owner alone writes. */
function mountsOf(project: Project, { mounts }: Container): Mount[] {
  return mounts.map(({ path, owner, volume }) => ({
    type: 'volume',
    source: project.volume(volumeName(owner, volume)),
    target: path,
    read_only: true,
    volume: { nocopy: true },
  }));
}

function hostPathsOf({ hostPaths }: Container): Mount[] {
  return hostPaths.map(({ path, from, readOnly }) => ({
    type: 'bind',
    source: from,
    target: path,
    ...(readOnly && { read_only: true }),
    bind: { create_host_path: false },
  }));
}
