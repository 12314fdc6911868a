import { images, type Platform } from '../../../platform/index';
import { docker } from './run';
import { compose, containers } from './shop';

/** What the tests read of `docker inspect`. */
export interface Container {
  readonly Id: string;
  readonly Image: string;
  readonly State: { readonly Running: boolean; readonly Pid: number };
  readonly Config: { readonly Env: readonly string[]; readonly User: string };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly Privileged: boolean;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
  };
  readonly Mounts: readonly { readonly Destination: string; readonly Name?: string }[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

/** Every container of the shop by the name of its compose service; of several replicas the first. */
export async function inspectAll(): Promise<Map<string, Container>> {
  const listed = await containers();
  const found: Container[] = JSON.parse(await docker('inspect', ...listed.map(({ ID }) => ID)));
  const byId = new Map(found.map((container) => [container.Id, container]));
  return new Map(listed.reverse().map(({ ID, Service }) => [Service, byId.get(ID)!]));
}

/** Jobs with a schedule are not started with the rest; made, they can be looked at. */
export function createJobs({ jobs }: Platform): Promise<string> {
  return compose('--profile', 'jobs', 'create', '--no-recreate', ...jobs.map(({ name }) => name));
}

export function removeJobs({ jobs }: Platform): Promise<string> {
  return compose('--profile', 'jobs', 'rm', '--force', ...jobs.map(({ name }) => name));
}

export async function imageEnv(image: string): Promise<string[]> {
  const env: string[] | null = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config.Env}}', image));
  return env ?? [];
}

/** A shell command in a container of busybox, which images of Go services do not have. */
export function helper(options: readonly string[], command: string): Promise<string> {
  return docker('run', '--rm', '--cap-drop', 'ALL', ...options, images.busybox, 'sh', '-c', command);
}
