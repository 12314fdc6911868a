import type { App } from 'aws-cdk-lib';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { Platform, Service } from '../../platform/index';
import { addConnections, addGatewayConnections } from '../connections';
import { edgeStatements } from '../edge-permissions';
import { EnvironmentStack } from '../environment-stack';
import { openerOf } from '../openers';
import { addRoutes } from '../routes';
import { addScaling } from '../scaling';
import { addService, containerHealth } from '../service';
import { proxyMemory } from '../task-size';
import { addTask, ownStatements } from '../workload';

/** Everything of one service: task, connections, routes, scaling. */
export class ServiceStack extends EnvironmentStack {
  readonly service: CfnService;

  constructor(app: App, platform: Platform, service: Service) {
    super(app, platform, service.name, { description: `Service ${service.name}.`, service: service.name });
    const made = addTask(this, {
      name: service.name,
      main: service,
      init: service.init,
      sidecars: service.sidecars,
      ports: service.ports,
      health: containerHealth(service.health),
      // The balancer is told first and waits `drain.deregistration`, so that `drain.preStop` needs nothing here.
      stopTimeout: service.drain.grace,
      permissions: [...edgeStatements(this, platform, service), ...ownStatements(service)],
      extraMemory: proxyMemory,
    });
    addConnections(this, openerOf(platform, service));
    addGatewayConnections(this, service);
    const { targets, rules } = addRoutes(this, service);
    const { scale } = service;
    this.service = addService(this, made, {
      name: service.name,
      ports: service.ports,
      count: scale.min === scale.max ? scale.min : undefined,
      targets,
      health: service.health,
      after: rules,
      // One that keeps files to itself is gone before the next one opens them. Several write them together anyway.
      overlaps: service.update === 'rolling' && (service.volumes.length === 0 || scale.max > 1),
    });
    addScaling(this, service, this.service, targets);
  }
}
