import { App, Validations } from 'aws-cdk-lib';
import type { Platform } from '../platform/index';
import { callOrder } from './call-order';
import type { EnvironmentStack } from './environment-stack';
import { flags } from './flags';
import { withoutTokens } from './literals';
import { applyOverrides } from './overrides';
import { accessStacks } from './stacks/access';
import { ClusterStack } from './stacks/cluster';
import { EdgeStack, hasRawRoutes } from './stacks/edge';
import { imagesStacks } from './stacks/images';
import { JobStack } from './stacks/job';
import { MigrationStack } from './stacks/migration';
import { NetworkStack } from './stacks/network';
import { secretsStacks } from './stacks/secrets';
import { ServerStack } from './stacks/server';
import { ServiceStack } from './stacks/service';
import { StoreStack } from './stacks/store';
import { volumesStacks } from './stacks/volumes';
import { managedStores } from './stores';

export interface AppOptions {
  /** Folder of the cloud assembly. @default what the CDK's command line says, else a temporary one. */
  readonly outdir?: string;
  /** Check every template as it is written, by the rules of aws-cdk-lib. Costs seconds. @default false */
  readonly strict?: boolean;
}

/** One environment of a platform as a CDK app: shared stacks, and one stack for each service, migration, job and server. */
export function buildApp(described: Platform, options: AppOptions = {}): App {
  const platform = withoutTokens(described);
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
  addDependencies(stacksOf(app, platform), callOrder(platform));
  applyOverrides(app, platform);
  if (strict === true) acknowledge(app);
  return app;
}

/** Only where templates are checked: the CDK writes the place in our code, a path of this machine, beside what it is told. */
function acknowledge(app: App): void {
  Validations.of(app).acknowledge({
    id: 'CloudFormation-Validate::W3010',
    reason: 'The description names the zones: looking them up would ask an account when the stack is synthesised',
  });
}

/**
 * Network and secrets need nothing; what stands on them needs only those; workloads need what is above them, and the
 * services that they call. The CDK searches for a cycle at each dependency, along every path that starts at the other
 * stack: exponential time, unless callers come first, so that the other has no dependency on a service yet.
 */
function addDependencies(stacks: readonly EnvironmentStack[], order: ReadonlyMap<string, readonly string[]>): void {
  const byPart = new Map(stacks.map((stack) => [stack.part, stack]));
  for (const stack of stacks) {
    for (const part of stack.needs) {
      const other = byPart.get(part);
      if (other !== undefined) stack.addStackDependency(other);
    }
  }
  for (const [caller, peers] of order) {
    for (const peer of peers) {
      const other = byPart.get(peer);
      if (other !== undefined) byPart.get(caller)?.addStackDependency(other);
    }
  }
}

function stacksOf(app: App, platform: Platform): EnvironmentStack[] {
  return [
    new NetworkStack(app, platform),
    ...secretsStacks(app, platform),
    ...imagesStacks(app, platform),
    new ClusterStack(app, platform),
    ...accessStacks(app, platform),
    ...(platform.gateway.used || hasRawRoutes(platform) ? [new EdgeStack(app, platform)] : []),
    ...managedStores(platform).map((store) => new StoreStack(app, platform, store)),
    ...volumesStacks(app, platform),
    ...workloadStacks(app, platform),
  ];
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
