import type { Architecture, Container, Image, Platform } from '../platform/index';

type Build = Extract<Image, { kind: 'build' }>;

/** One image that the repository builds, for every environment together. */
export interface BuiltImage {
  readonly name: string;
  /** Folder, relative to the description. */
  readonly context: string;
  readonly dockerfile: string;
  /** Stage; '' for the last. */
  readonly target: string;
  readonly args: Readonly<Record<string, string>>;
  /** Processors that some deployed environment needs it for. Sorted; empty when only laptops use it. */
  readonly architectures: readonly ('amd64' | 'arm64')[];
}

/** Runtimes that the workflows deploy to. Compose and Swarm run what a person starts. */
export function isDeployed(platform: Platform): boolean {
  return platform.environment.runtime === 'ecs' || platform.environment.runtime === 'kubernetes';
}

/** Every image built from a folder of the repository, sorted by name. */
export function builtImages(platforms: readonly Platform[]): BuiltImage[] {
  const images = new Map<string, BuiltImage>();
  for (const platform of platforms) {
    for (const { image, architecture } of containers(platform)) {
      if (image.kind !== 'build') continue;
      const known = images.get(image.name);
      if (known !== undefined && !sameBuild(known, image)) throw new Error(clash(known, image));
      const { kind: _, command: __, ...build } = image;
      const before = known === undefined ? [] : known.architectures;
      const after = isDeployed(platform) ? architecturesOf(architecture) : [];
      images.set(image.name, { ...build, architectures: [...new Set([...before, ...after])].sort() });
    }
  }
  return [...images.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of the built images that an environment runs. Sorted. */
export function imageNames(platform: Platform): string[] {
  const names = containers(platform).flatMap(({ image }) => (image.kind === 'build' ? [image.name] : []));
  return [...new Set(names)].sort();
}

/** Every container of a platform, whatever it belongs to. */
function containers(platform: Platform): Container[] {
  const workloads = [...platform.services, ...platform.jobs];
  const resources = platform.resources.flatMap((resource) =>
    resource.kind === 'container' ? [resource.container, ...resource.init, ...resource.sidecars] : [],
  );
  return [...workloads.flatMap((workload) => [workload, ...workload.init, ...workload.sidecars]), ...resources];
}

/** `any` node: the image must run on both, since a cluster may have either. */
function architecturesOf(architecture: Architecture): ('amd64' | 'arm64')[] {
  return architecture === 'any' ? ['amd64', 'arm64'] : [architecture];
}

function sameBuild(known: BuiltImage, build: Build): boolean {
  return (
    known.context === build.context &&
    known.dockerfile === build.dockerfile &&
    known.target === build.target &&
    JSON.stringify(known.args) === JSON.stringify(build.args)
  );
}

function clash(known: BuiltImage, build: Build): string {
  return `image "${build.name}" is built from "${known.context}" and from "${build.context}", so one would replace the other`;
}
