import {
  type After,
  type Job,
  lateJobs,
  type Platform,
  type Port,
  perPlatform,
  type Resource,
} from '../platform/index';
import { isSetUp, serverOf } from '../provision/index';

/** Jobs that run on a deploy, by whether they come before the services or after them. */
export interface Stages {
  readonly migrate: readonly Job[];
  readonly jobs: readonly Job[];
}

/**
 * A job that a service waits for comes before the services; of the others, one that comes after a service, calls one, or comes
 * after such a job comes after them. Kubernetes has no order between objects: the pipeline applies one folder after the other.
 */
export const stagesOf = perPlatform((platform): Stages => {
  const once = platform.jobs.filter((job) => job.trigger.kind === 'deploy');
  const late = lateJobs(platform);
  return { migrate: once.filter((job) => !late.has(job.name)), jobs: once.filter((job) => late.has(job.name)) };
});

/** Resources that a Job of its own sets up. The others do it when they start, or the team does. */
export function provisioned(platform: Platform): Resource[] {
  return platform.resources.filter(isSetUp);
}

/** The first TCP port of a service or a server that a workload may open. */
export function openPort(
  platform: Platform,
  peer: { readonly name: string; readonly ports: readonly Port[] },
  workload: { readonly kind: string; readonly name: string },
): Port | undefined {
  const open = opened(platform);
  return peer.ports.find(
    ({ number, protocol }) =>
      protocol !== 'udp' && open.has(`${workload.kind} ${workload.name} ${peer.name} ${number}`),
  );
}

/** Caller, peer and port of each way by TCP. */
const opened = perPlatform(
  ({ flows }): ReadonlySet<string> =>
    new Set(
      flows
        .filter(({ protocol }) => protocol === 'tcp')
        .map(({ from, to, port }) => `${from.kind} ${from.name} ${to.name} ${port}`),
    ),
);

/** What `after` names and runs here: a service, or a server. Undefined for a job, and for a server that is elsewhere. */
export function awaitable(
  platform: Platform,
  { kind, name }: Pick<After, 'kind' | 'name'>,
): { readonly name: string; readonly ports: readonly Port[] } | undefined {
  if (kind === 'service') return platform.services.find((each) => each.name === name);
  const resource = kind === 'resource' ? platform.resources.find((each) => each.name === name) : undefined;
  const server = resource === undefined ? null : serverOf(platform, resource);
  return server === null ? undefined : { name, ports: server.ports };
}
