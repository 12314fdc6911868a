import { type Job, lateJobs, names, type Platform } from '../platform/index';

/** A task that the pipeline starts once and waits for. */
export interface OnceTask {
  /** Name of its main container, whose exit code counts, and of its security group. */
  readonly name: string;
  readonly stack: string;
  /** Where its ARN is published. */
  readonly parameter: string;
  /** Seconds. */
  readonly timeout: number;
  /** Further tries after a failed one. */
  readonly retries: number;
}

/** Tasks in the order of a deploy. Those of one wave run together; the next wave starts when all of it ended well. */
export interface OnceTasks {
  /** Before the new code gets traffic: migrations, then the jobs that need nothing of the new code. */
  readonly before: readonly (readonly OnceTask[])[];
  /** After it: the jobs that call services or come after them. */
  readonly after: readonly (readonly OnceTask[])[];
}

export function onceTasks(platform: Platform): OnceTasks {
  const jobs = platform.jobs.filter((job) => job.trigger.kind === 'deploy');
  const late = lateJobs(platform);
  const migrations = platform.services.flatMap((service): OnceTask[] =>
    service.migrate === null
      ? []
      : [
          task(platform, {
            name: `${service.name}-migrate`,
            parameter: [service.name, 'migrate-task'],
            timeout: service.migrate.timeout,
            retries: 0,
          }),
        ],
  );
  const waves = (part: readonly Job[]) => wavesOf(part).map((wave) => wave.map((job) => jobTask(platform, job)));
  return {
    before: [migrations, ...waves(jobs.filter((job) => !late.has(job.name)))].filter((wave) => wave.length > 0),
    after: waves(jobs.filter((job) => late.has(job.name))),
  };
}

function jobTask(platform: Platform, { name, timeout, retries }: Job): OnceTask {
  return task(platform, { name, parameter: [name, 'task'], timeout, retries });
}

function task(
  platform: Platform,
  given: Omit<OnceTask, 'stack' | 'parameter'> & { readonly parameter: readonly string[] },
): OnceTask {
  const { name, environment } = platform;
  return {
    ...given,
    stack: names.stackName(name, environment.name, given.name),
    parameter: names.ssmParameterName(name, environment.name, ...given.parameter),
  };
}

/** A job stands in a later wave than those that it comes after. The rules of the description refuse circles. */
function wavesOf(jobs: readonly Job[]): Job[][] {
  const waves: Job[][] = [];
  const done = new Set<string>();
  const known = new Set(jobs.map((job) => job.name));
  for (let rest = [...jobs]; rest.length > 0; ) {
    const ready = rest.filter((job) =>
      job.after.every(({ kind, name }) => kind !== 'job' || !known.has(name) || done.has(name)),
    );
    if (ready.length === 0) throw new Error(`the jobs ${rest.map((job) => job.name).join(', ')} wait for one another`);
    waves.push(ready);
    for (const job of ready) done.add(job.name);
    rest = rest.filter((job) => !done.has(job.name));
  }
  return waves;
}
