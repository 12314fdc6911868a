import type { Job, Platform } from './platform';

/**
 * Jobs of a deploy that come after a service, call one, or come after such a job; but none that a service waits for. On every
 * target they run once the services are there, and the other jobs before.
 */
export function lateJobs(platform: Pick<Platform, 'services' | 'jobs'>): ReadonlySet<string> {
  const once = platform.jobs.filter((job) => job.trigger.kind === 'deploy');
  const first = requiredFirst(platform, once);
  const late = new Set<string>();
  // Each pass finds the jobs that come after those of the pass before.
  for (let known = -1; known !== late.size; ) {
    known = late.size;
    for (const job of once) {
      const follows = job.after.some(({ kind, name }) => kind === 'service' || (kind === 'job' && late.has(name)));
      if (!first.has(job.name) && (follows || job.calls.length > 0)) late.add(job.name);
    }
  }
  return late;
}

/** Jobs that a service comes after, and those that these come after. */
function requiredFirst({ services }: Pick<Platform, 'services'>, once: readonly Job[]): ReadonlySet<string> {
  const required = new Set<string>();
  const need = (after: Job['after']): void => {
    for (const { kind, name } of after) {
      const job = kind === 'job' && !required.has(name) ? once.find((each) => each.name === name) : undefined;
      if (job === undefined) continue;
      required.add(name);
      need(job.after);
    }
  };
  for (const service of services) need(service.after);
  return required;
}
