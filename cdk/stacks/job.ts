import type { App } from 'aws-cdk-lib';
import { type Job, names, type Platform } from '../../platform/index';
import { addConnections } from '../connections';
import { ScheduledTask } from '../constructs/scheduled-task';
import { schedulerCron } from '../cron';
import { edgeStatements } from '../edge-permissions';
import { EnvironmentStack } from '../environment-stack';
import { clusterName } from '../names';
import { openerOf } from '../openers';
import { capacity, networkConfiguration } from '../service';
import { addTask, type MadeTask, ownStatements } from '../workload';

/**
 * A job: its task, and its schedule if it has one. One of a deploy is run by the pipeline, which finds the task's ARN as
 * `/<platform>/<environment>/<job>/task` and keeps to the job's time-out and retries.
 */
export class JobStack extends EnvironmentStack {
  constructor(app: App, platform: Platform, job: Job) {
    super(app, platform, job.name, { description: `Job ${job.name}.`, service: job.name });
    this.need('cluster');
    const made = addTask(this, {
      name: job.name,
      main: job,
      init: job.init,
      sidecars: job.sidecars,
      ports: [],
      health: null,
      stopTimeout: 0,
      permissions: [...edgeStatements(this, platform, job), ...ownStatements(job)],
      extraMemory: 0,
    });
    addConnections(this, openerOf(platform, job));
    this.publish([job.name, 'task'], made.task.definition.ref);
    if (job.trigger.kind === 'schedule') this.schedule(job, job.trigger, made);
  }

  private schedule(job: Job, trigger: Extract<Job['trigger'], { kind: 'schedule' }>, { task, after }: MadeTask): void {
    const { platform } = this;
    const expression = schedulerCron(trigger.schedule);
    if (expression === undefined) throw new Error(`EventBridge Scheduler cannot say "${trigger.schedule}"`);
    const scheduled = new ScheduledTask(this, 'Scheduled', {
      name: names.ecsFamily(platform.name, platform.environment.name, job.name),
      task,
      cluster: clusterName(platform),
      capacity: capacity(platform),
      network: networkConfiguration(this, job.name),
      expression,
      timezone: trigger.timezone,
      timeout: job.timeout,
      retries: job.retries,
      concurrency: job.concurrency,
    });
    for (const each of after) scheduled.schedule.addResourceDependency(each);
  }
}
