import type { App } from 'aws-cdk-lib';
import type { Container, Migration, Platform, Service } from '../../platform/index';
import { addConnections } from '../connections';
import { onDisk } from '../directories';
import { EnvironmentStack } from '../environment-stack';
import { migrationPart } from '../names';
import { migrationOpener } from '../openers';
import { addTask, ownStatements } from '../workload';

/**
 * The task that migrates a service's databases. It is a stack of its own, so that the pipeline can give it the new image
 * and wait for it before the service gets that image: deploy this stack, run the task, deploy the service. It has a
 * security group of its own, published as `access/<service>-migrate`: on the first day the service's rules are not there yet.
 * The task's ARN is published as `/<platform>/<environment>/<service>/migrate-task`.
 */
export class MigrationStack extends EnvironmentStack {
  constructor(app: App, platform: Platform, service: Service, migrate: Migration) {
    const part = migrationPart(service.name);
    super(app, platform, part, { description: `Migration of ${service.name}.`, service: service.name });
    // It has nothing of the service's volumes: their directories are there, and empty.
    const main: Container = {
      ...onDisk(service),
      mounts: [],
      name: part,
      command: migrate.command,
      args: migrate.args,
      env: migrate.env,
    };
    this.need('cluster');
    const { task } = addTask(this, {
      name: part,
      main,
      init: [],
      sidecars: [],
      ports: [],
      health: null,
      stopTimeout: 0,
      permissions: ownStatements(service),
      extraMemory: 0,
    });
    addConnections(this, migrationOpener(platform, service, migrate));
    this.publish([service.name, 'migrate-task'], task.definition.ref);
  }
}
