import { type Container, ecrOf, type Image, type Platform, perPlatform } from '../platform/index';
import { shardPart } from './names';

/** A repository in ECR, of whichever account. */
export interface Repository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The repository that an image comes from; undefined where that is not ECR. */
export function repositoryOf(platform: Platform, image: Image): Repository | undefined {
  const reference = image.kind === 'build' ? `${platform.environment.registry}/${image.name}` : image.reference;
  const [host = '', ...path] = reference.split('/');
  const registry = ecrOf(host);
  return registry === undefined ? undefined : { ...registry, name: path.join('/').replace(/[:@].*$/, '') };
}

/** ARNs of the repositories of some containers, each once. */
export function repositoryArns(
  platform: Platform,
  partition: string,
  containers: readonly Pick<Container, 'image'>[],
): string[] {
  const found = containers.flatMap(({ image }) => {
    const repository = repositoryOf(platform, image);
    if (repository === undefined) return [];
    return [`arn:${partition}:ecr:${repository.region}:${repository.account}:repository/${repository.name}`];
  });
  return [...new Set(found)].sort();
}

/** Every container of the platform that has an image of its own. */
export function allContainers(platform: Platform): Container[] {
  return [
    ...[...platform.services, ...platform.jobs].flatMap((workload) => [
      workload,
      ...workload.init,
      ...workload.sidecars,
    ]),
    ...platform.resources.flatMap((resource) =>
      resource.kind === 'container' ? [resource.container, ...resource.init, ...resource.sidecars] : [],
    ),
  ];
}

/** Names of the repositories that this environment makes: of built images, where the registry is ECR of its own account. */
export const ownRepositories = perPlatform((platform): readonly string[] =>
  [...new Set(allContainers(platform).flatMap(({ image }) => ownRepository(platform, image)))].sort(),
);

function ownRepository(platform: Platform, image: Image): string[] {
  const { aws } = platform.environment;
  const repository = image.kind === 'build' ? repositoryOf(platform, image) : undefined;
  const own = repository?.account === aws?.account && repository?.region === aws?.region;
  return own && repository !== undefined ? [repository.name] : [];
}

/** The stacks with the repositories that some containers come from. */
export function imageParts(platform: Platform, containers: readonly Pick<Container, 'image'>[]): string[] {
  const total = ownRepositories(platform).length;
  const names = containers.flatMap(({ image }) => ownRepository(platform, image));
  return [...new Set(names.map((name) => shardPart('images', name, total)))];
}
