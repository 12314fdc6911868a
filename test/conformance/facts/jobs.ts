import type { Job, Platform } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import type { ComposeOutput } from '../outputs/compose';
import { cronTimes, schedulerTimes } from '../outputs/cron';
import type { K8sOutput } from '../outputs/k8s';

export const jobs: Fact = {
  title: 'every job and migration runs when it should, as long and as often as it may',
  expected: (platform) =>
    Object.fromEntries([
      ...platform.jobs.map((job): [string, Plain] => [job.name, expectedOf(platform, job)]),
      ...platform.services.flatMap(({ name, migrate }): [string, Plain][] =>
        migrate === null ? [] : [[`${name}-migrate`, once(platform, migrate.timeout, 0)]],
      ),
    ]),
  compose: (output) => each(output.platform, (name) => composeJob(output, name)),
  k8s: (output) => each(output.platform, (name) => podJob(output, name)),
  cdk: (output) => each(output.platform, (name) => taskJob(output, name)),
};

function each(platform: Platform, read: (name: string) => Plain): Plain {
  const migrations = platform.services.filter(({ migrate }) => migrate !== null).map(({ name }) => `${name}-migrate`);
  return Object.fromEntries(
    [...platform.jobs.map(({ name }) => name), ...migrations].map((name) => [name, read(name)]),
  );
}

/** Compose starts what a person starts, and lets it run. */
function once(platform: Platform, timeout: number, retries: number): Plain {
  return { runs: 'on a deploy', retries, ...(!runsOn(platform, 'compose') && { timeout }) };
}

function expectedOf(platform: Platform, { trigger, timeout, retries, concurrency }: Job): Plain {
  if (trigger.kind === 'deploy') return once(platform, timeout, retries);
  // Compose has no clock.
  if (accepts(platform, 'compose', 'unsupported-schedule')) return { runs: 'when asked', retries };
  const { schedule, timezone } = trigger;
  return { runs: { ...cronTimes(schedule), timezone }, retries, timeout, together: concurrency === 'allow' };
}

function composeJob(output: ComposeOutput, name: string): Plain {
  const { profiles, restart = '' } = output.service(name);
  return {
    runs: profiles === undefined ? 'on a deploy' : profiles.includes('jobs') ? 'when asked' : 'never',
    retries: restart === 'no' ? 0 : Number(/^on-failure:(\d+)$/.exec(restart)?.[1]),
  };
}

function podJob(output: K8sOutput, name: string): Plain {
  const { kind, spec } = output.controller(name);
  const {
    activeDeadlineSeconds: timeout,
    backoffLimit: retries,
    template,
  } = kind === 'CronJob' ? spec.jobTemplate.spec : spec;
  // A pod that started its container again would count no try.
  const tries = template.spec.restartPolicy === 'Never' ? retries : 'without end';
  if (kind === 'Job') return { runs: 'on a deploy', retries: tries, timeout };
  return {
    runs: { ...cronTimes(spec.schedule), timezone: spec.timeZone },
    retries: tries,
    timeout,
    together: spec.concurrencyPolicy === 'Allow',
  };
}

function taskJob(output: CdkOutput, name: string): Plain {
  const { template } = output.task(name);
  const mine = (type: string) => output.all(type).find((found) => found.template === template);
  const schedule = mine('AWS::Scheduler::Schedule')?.resource.Properties;
  if (schedule === undefined) {
    const { tasks } = output.pipeline.environment(output.platform.environment.name);
    const found = [...(tasks?.before ?? []), ...(tasks?.after ?? [])].flat().find((task) => task.name === name);
    return {
      runs: found === undefined ? 'never' : 'on a deploy',
      retries: found?.retries ?? 0,
      timeout: found?.timeout ?? 0,
    };
  }
  const machine = mine('AWS::StepFunctions::StateMachine');
  const { StartAt, TimeoutSeconds, States } = machine?.resource.Properties.Definition ?? {};
  const [retry] = States.Run.Retry ?? [];
  // It looks first whether another one runs, and then ends.
  const alone = StartAt !== 'Run' && States.IsAlone?.Choices[0].Next === 'Skipped' && States.IsAlone?.Default === 'Run';
  return {
    runs:
      schedule.State === 'ENABLED' && schedule.Target.Arn.Ref === machine?.id
        ? { ...schedulerTimes(schedule.ScheduleExpression), timezone: schedule.ScheduleExpressionTimezone }
        : 'never',
    retries: retry?.MaxAttempts ?? 0,
    timeout: TimeoutSeconds,
    together: !alone,
  };
}
