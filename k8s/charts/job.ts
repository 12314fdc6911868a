import type { Container as Given, Job as GivenJob, Migration, Service, Writable } from '../../platform/index';
import { clusterCron } from '../cron';
import { type Component, labelsOf, runningMetadata, type Stage, stageLabel } from '../labels';
import type { Lookup } from '../lookup';
import { migrationName } from '../names';
import { type Pod, podOf } from '../pod/pod';
import { type Awaited, awaited } from '../pod/wait';
import type { CronJob, Job, JobSpec, Manifest } from '../types';
import { accountOf } from './account';

/** Seconds that a finished Job and its log stay. */
const kept = 86_400;

/** A container that runs once, and what a Job says about it. */
export interface RunPlan {
  readonly name: string;
  readonly component: Component;
  readonly main: Given;
  readonly init: readonly Given[];
  readonly sidecars: readonly Given[];
  readonly awaited: readonly Awaited[];
  /** Seconds. */
  readonly timeout: number;
  readonly retries: number;
}

/**
 * A migration: the service's image and settings, with the command and the logins of the owner role. It has no claim to the
 * volumes, each of which belongs to one replica: their directories are empty and writable.
 */
export function migrationObjects(lookup: Lookup, service: Service, migration: Migration): Manifest[] {
  const main: Given = {
    ...withoutVolumes(service),
    command: migration.command,
    args: migration.args,
    env: migration.env,
  };
  return onceObjects(lookup, 'migrate', {
    name: migrationName(service.name),
    component: 'migration',
    main,
    init: [],
    // As on every target: nothing would stop them on some when the migration has ended.
    sidecars: [],
    awaited: [],
    timeout: migration.timeout,
    retries: 0,
  });
}

function withoutVolumes(container: Given): Given {
  const directories = container.volumes.map(
    ({ path, size }): Writable => ({ path, medium: 'disk', size: size * 1024 }),
  );
  return { ...container, writable: [...container.writable, ...directories], volumes: [], mounts: [] };
}

/** A job of the description: once in its stage, or by its schedule. */
export function jobObjects(lookup: Lookup, job: GivenJob, stage: Stage): Manifest[] {
  const plan: RunPlan = {
    name: job.name,
    component: 'job',
    main: job,
    init: job.init,
    sidecars: job.sidecars,
    awaited: awaited(lookup, job),
    timeout: job.timeout,
    retries: job.retries,
  };
  if (job.trigger.kind === 'deploy') return onceObjects(lookup, stage, plan);
  const pod = podOf(lookup, { ...plan, extras: {}, controller: 'Job', grace: 0, spread: false });
  const cron: CronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: runningMetadata(lookup.platform, job.name, 'job'),
    spec: {
      schedule: clusterCron(job.trigger.schedule),
      timeZone: job.trigger.timezone,
      concurrencyPolicy: job.concurrency === 'forbid' ? 'Forbid' : 'Allow',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: { metadata: { labels: labelsOf(lookup.platform, job.name, 'job') }, spec: specOf(plan, pod) },
    },
  };
  return [accountOf(lookup.platform, job.name, 'job'), ...pod.before, cron];
}

/** A Job cannot be changed: the pipeline deletes those of a stage, by its label, before it applies them again. */
export function onceObjects(lookup: Lookup, stage: Stage, plan: RunPlan): Manifest[] {
  const pod = podOf(lookup, { ...plan, extras: {}, controller: 'Job', grace: 0, spread: false });
  const job: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: runningMetadata(lookup.platform, plan.name, plan.component, { [stageLabel]: stage }),
    spec: { ...specOf(plan, pod), ttlSecondsAfterFinished: kept },
  };
  return [accountOf(lookup.platform, plan.name, plan.component), ...pod.before, job];
}

function specOf(plan: RunPlan, pod: Pod): JobSpec {
  return { activeDeadlineSeconds: plan.timeout, backoffLimit: plan.retries, template: pod.template };
}
