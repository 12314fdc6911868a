import { App, type Stack } from 'aws-cdk-lib';
import { flags } from '../../cdk/flags';
import { cacheNames, type Shape, serverNames } from '../generate';
import { accessStack, clusterStack, edgeStack, imagesStack, networkStack, secretsStack } from './aws-base';
import { migrationStack, serviceStack } from './aws-services';
import { cacheStack, databaseStack, eventsStack } from './aws-stores';

/** The AWS side by L2 constructs where there are any, one stack for each service. The same switches as Slipway's. `handlers`: folder of the provisioner. */
export function synthesiseAws(services: readonly Shape[], outdir: string, handlers: string): void {
  const app = new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    postCliContext: flags,
    stackTraces: false,
    treeMetadata: false,
  });
  const network = networkStack(app, handlers);
  const secrets = secretsStack(app, services);
  const access = accessStack(app, services);
  const edge = edgeStack(app);
  const stores = [
    ...serverNames(services.length).map((server) => databaseStack(app, server, services)),
    ...cacheNames(services.length).map((cache) => cacheStack(app, cache, services)),
    eventsStack(app, services),
  ];
  const base: Stack[] = [imagesStack(app, services), clusterStack(app), secrets, access, edge, ...stores];
  for (const stack of [access, edge, ...stores]) stack.addStackDependency(network);
  services.forEach((shape, at) => {
    const own = [serviceStack(app, shape, at + 1), ...(shape.database === '' ? [] : [migrationStack(app, shape)])];
    for (const stack of own) for (const other of base) stack.addStackDependency(other);
  });
  app.synth();
}
