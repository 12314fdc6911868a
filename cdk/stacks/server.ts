import type { App } from 'aws-cdk-lib';
import type { ContainerResource, Platform } from '../../platform/index';
import { addConnections, addGatewayConnections } from '../connections';
import { onDisk } from '../directories';
import { edgeStatements } from '../edge-permissions';
import { EnvironmentStack } from '../environment-stack';
import { openerOf } from '../openers';
import { addRoutes } from '../routes';
import { addService, containerHealth } from '../service';
import { proxyMemory } from '../task-size';
import { addTask } from '../workload';

/** A server of kind `container`: a Fargate service that peers reach by its name. */
export class ServerStack extends EnvironmentStack {
  constructor(app: App, platform: Platform, resource: ContainerResource) {
    super(app, platform, resource.name, { description: `Server ${resource.name}.`, service: resource.name });
    const made = addTask(this, {
      name: resource.name,
      main: onDisk(resource.container),
      init: resource.init,
      sidecars: resource.sidecars,
      ports: resource.ports,
      health: containerHealth(resource.health),
      stopTimeout: 0,
      permissions: edgeStatements(this, platform, { ...resource, env: resource.container.env }),
      extraMemory: proxyMemory,
    });
    addConnections(this, openerOf(platform, resource));
    addGatewayConnections(this, resource);
    const { targets, rules } = addRoutes(this, resource);
    addService(this, made, {
      name: resource.name,
      ports: resource.ports,
      count: resource.replicas,
      targets,
      health: resource.health,
      after: rules,
      // Two copies of a server at once would be two servers.
      overlaps: false,
    });
  }
}
