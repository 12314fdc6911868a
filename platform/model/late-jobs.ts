import type { Job, Platform } from './platform';
import { containerServers, hasEdges } from './users';

/**
 * Jobs of a deploy that come after a service, call one, or come after such a job; but none that a service waits for. A server with
 * edges of its own stands with the services. On every
 * target they run once the services are there, and the other jobs before.
 */
export function lateJobs(platform: Pick<Platform, 'services' | 'jobs' | 'resources'>): ReadonlySet<string> {
  const once = platform.jobs.filter((job) => job.trigger.kind === 'deploy');
  const first = requiredFirst(platform, once);
  const servers = containerServers(platform).filter(hasEdges);
  const standsLate = (name: string) => servers.some((each) => each.name === name);
  const late = new Set<string>();
  // Each pass finds the jobs that come after those of the pass before.
  for (let known = -1; known !== late.size; ) {
    known = late.size;
    for (const job of once) {
      const follows = job.after.some(
        ({ kind, name }) => kind === 'service' || standsLate(name) || (kind === 'job' && late.has(name)),
      );
      const opens = job.calls.length > 0 || job.uses.some(({ resource }) => standsLate(resource));
      if (!first.has(job.name) && (follows || opens)) late.add(job.name);
    }
  }
  return late;
}

/** Jobs that a service comes after, and those that these come after. */
function requiredFirst(platform: Pick<Platform, 'services' | 'resources'>, once: readonly Job[]): ReadonlySet<string> {
  const required = new Set<string>();
  const need = (after: Job['after']): void => {
    for (const { kind, name } of after) {
      const job = kind === 'job' && !required.has(name) ? once.find((each) => each.name === name) : undefined;
      if (job === undefined) continue;
      required.add(name);
      need(job.after);
    }
  };
  for (const { after } of [...platform.services, ...containerServers(platform)]) need(after);
  return required;
}
