import type { Job, Platform } from '../platform/index';

/** Jobs that run on a deploy, by whether they come before the services or after them. */
export interface Stages {
  readonly migrate: readonly Job[];
  readonly jobs: readonly Job[];
}

/**
 * A job that a service waits for comes before the services; of the others, one that comes after a service, calls one, or comes
 * after such a job comes after them. Kubernetes has no order between objects: the pipeline applies one folder after the other.
 */
export function stagesOf(platform: Platform): Stages {
  const once = platform.jobs.filter((job) => job.trigger.kind === 'deploy');
  const late = new Set<string>();
  const first = requiredFirst(platform, once);
  // Each pass finds the jobs that come after those of the pass before.
  for (let found = -1; found !== late.size; ) {
    found = late.size;
    for (const job of once) {
      const after = job.after.some(({ kind, name }) => kind === 'service' || (kind === 'job' && late.has(name)));
      if (!first.has(job.name) && (after || job.calls.length > 0)) late.add(job.name);
    }
  }
  return { migrate: once.filter((job) => !late.has(job.name)), jobs: once.filter((job) => late.has(job.name)) };
}

/** Jobs that a service comes after, and those that these come after. */
function requiredFirst(platform: Platform, once: readonly Job[]): ReadonlySet<string> {
  const required = new Set<string>();
  const require = (after: Job['after']) => {
    for (const { kind, name } of after) {
      const job = kind === 'job' ? once.find((each) => each.name === name) : undefined;
      if (job === undefined || required.has(name)) continue;
      required.add(name);
      require(job.after);
    }
  };
  for (const service of platform.services) require(service.after);
  return required;
}
