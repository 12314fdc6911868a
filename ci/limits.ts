import type { Container, Image, Limit, Platform } from '../platform/index';

type Build = Extract<Image, { kind: 'build' }>;

interface Built {
  readonly build: Build;
  /** In the description. */
  readonly path: readonly string[];
}

/** Jobs of one matrix (GitHub Docs, "Actions limits": 256), with a build for each of two processors. */
const most = 128;

/** What the workflows cannot do. */
export const limits: readonly Limit[] = [
  {
    code: 'unsupported-image-name',
    field: 'services.*.build',
    runtimes: ['ecs', 'eks', 'kubernetes', 'compose', 'swarm'],
    reason: 'another build gives its image the same name, and one would replace the other in the registry',
    fix: 'rename the folder, or its Dockerfile to Dockerfile.<name>',
    acceptable: false,
    find: clashes,
  },
  {
    code: 'unsupported-matrix',
    field: 'services',
    runtimes: ['ecs', 'eks', 'kubernetes'],
    reason: `GitHub runs at most 256 jobs of one matrix, enough to build ${most} images at once for two processors`,
    fix: 'give services that belong together one image with several commands',
    // A run builds what changed: as long as that is less, it works, and else the run says so.
    acceptable: true,
    find: (platform) => (new Set(builds(platform).map(({ build }) => build.name)).size > most ? [['services']] : []),
  },
];

function clashes(platform: Platform): (readonly string[])[] {
  const first = new Map<string, Build>();
  return builds(platform).flatMap(({ build, path }) => {
    const known = first.get(build.name);
    if (known === undefined) first.set(build.name, build);
    return known === undefined || JSON.stringify(known) === JSON.stringify(build) ? [] : [path];
  });
}

function builds(platform: Platform): Built[] {
  const of = (path: readonly string[], { image }: Container): Built[] =>
    image.kind === 'build' ? [{ build: image, path: [...path, 'build'] }] : [];
  const workloads = [
    ...platform.services.map((service) => ({ path: ['services', service.name], workload: service })),
    ...platform.jobs.map((job) => ({ path: ['jobs', job.name], workload: job })),
  ];
  return [
    ...workloads.flatMap(({ path, workload }) => [
      ...of(path, workload),
      ...workload.init.flatMap((container) => of([...path, 'init', container.name], container)),
      ...workload.sidecars.flatMap((container) => of([...path, 'sidecars', container.name], container)),
    ]),
    ...platform.resources.flatMap((resource) =>
      resource.kind === 'container' ? of(['resources', resource.name], resource.container) : [],
    ),
  ];
}
