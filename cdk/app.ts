import { App } from 'aws-cdk-lib';
import type { Platform } from '../platform/index';
import type { EnvironmentStack } from './environment-stack';
import { flags } from './flags';
import { applyOverrides } from './overrides';
import { accessStacks } from './stacks/access';
import { ClusterStack } from './stacks/cluster';
import { DataStack, managed, needsProvisioner } from './stacks/data';
import { EdgeStack, hasRawRoutes } from './stacks/edge';
import { ImagesStack, ownRepositories } from './stacks/images';
import { JobStack } from './stacks/job';
import { MigrationStack } from './stacks/migration';
import { NetworkStack } from './stacks/network';
import { secretsStacks } from './stacks/secrets';
import { ServerStack } from './stacks/server';
import { ServiceStack } from './stacks/service';

export interface AppOptions {
  /** Folder of the cloud assembly. @default what the CDK's command line says, else a temporary one. */
  readonly outdir?: string;
  /** Check every template as it is written, by the rules of aws-cdk-lib. Costs seconds. @default false */
  readonly strict?: boolean;
}

/** One environment of a platform as a CDK app: shared stacks, and one stack for each service, migration, job and server. */
export function buildApp(platform: Platform, options: AppOptions = {}): App {
  const { outdir, strict } = options;
  const app = new App({
    ...(outdir !== undefined && { outdir }),
    analyticsReporting: false,
    autoSynth: false,
    builtinCloudFormationValidation: strict === true,
    postCliContext: flags,
    stackTraces: false,
    treeMetadata: false,
  });
  const base = baseStacks(app, platform);
  for (const stack of workloadStacks(app, platform)) {
    for (const other of base) stack.addStackDependency(other);
  }
  applyOverrides(app, platform);
  return app;
}

/**
 * Two levels: what needs nothing, and what needs that. Workloads are the third, so that no path through the graph has
 * more than two edges; the CDK's search for cycles takes exponential time in the length of the paths.
 */
function baseStacks(app: App, platform: Platform): EnvironmentStack[] {
  const network = new NetworkStack(app, platform);
  const secrets = secretsStacks(app, platform);
  const images = ownRepositories(platform).length > 0 ? [new ImagesStack(app, platform)] : [];
  const cluster = new ClusterStack(app, platform);
  const access = accessStacks(app, platform);
  const edge = platform.gateway.used || hasRawRoutes(platform) ? [new EdgeStack(app, platform)] : [];
  const data = managed(platform).length > 0 || needsProvisioner(platform) ? [new DataStack(app, platform)] : [];
  for (const stack of [...access, ...edge, ...data]) stack.addStackDependency(network);
  for (const stack of data) for (const each of secrets) stack.addStackDependency(each);
  return [...images, ...secrets, cluster, ...access, ...edge, ...data];
}

function workloadStacks(app: App, platform: Platform): EnvironmentStack[] {
  return [
    ...platform.services.flatMap((service) => [
      ...(service.migrate === null ? [] : [new MigrationStack(app, platform, service, service.migrate)]),
      new ServiceStack(app, platform, service),
    ]),
    ...platform.jobs.map((job) => new JobStack(app, platform, job)),
    ...platform.resources.flatMap((resource) =>
      resource.kind === 'container' && resource.provider === 'container'
        ? [new ServerStack(app, platform, resource)]
        : [],
    ),
  ];
}
