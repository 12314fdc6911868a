import type { Flow, Job, Platform, Port, Resource, Service } from '../platform/index';
import { isSetUp } from '../provision/index';

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
  const need = (after: Job['after']) => {
    for (const { kind, name } of after) {
      const job = kind === 'job' ? once.find((each) => each.name === name) : undefined;
      if (job === undefined || required.has(name)) continue;
      required.add(name);
      need(job.after);
    }
  };
  for (const service of platform.services) need(service.after);
  return required;
}

/** Resources that a Job of its own sets up. The others do it when they start, or the team does. */
export function provisioned(platform: Platform): Resource[] {
  return platform.resources.filter(isSetUp);
}

/** The first TCP port of a service that a workload may open. */
export function openPort(
  service: Service,
  flows: readonly Flow[],
  workload: { readonly kind: string; readonly name: string },
): Port | undefined {
  const numbers = flows
    .filter(({ from, to }) => from.kind === workload.kind && from.name === workload.name && to.name === service.name)
    .filter(({ to, protocol }) => to.kind === 'service' && protocol === 'tcp')
    .map(({ port }) => port);
  return service.ports.find(({ number, protocol }) => protocol !== 'udp' && numbers.includes(number));
}
