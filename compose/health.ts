import { type Health, images, type Platform, type Probe } from '../platform/index';
import { serverOf } from '../provision/index';
import { hardening, helperDeploy } from './container';
import type { ComposeService, Healthcheck, Mount } from './file';
import { grpcProbeName, probesName } from './names';
import type { Project } from './project';

/**
 * Compose checks health by running a command in the container, and an image of a Go service holds no program that could
 * ask. So one container that ends at once puts such programs into a volume, and every service that is asked over the
 * network has it read-only: the check stays with the service, counts for each replica, and needs no container beside it.
 */
const folders = { probes: '/.slipway', grpcProbe: '/.slipway-grpc' } as const;

/** The folder of the program in its own image. */
const grpcProbeFolder = '/ko-app';

/** Compose has one check: whether the container may get traffic, or where nothing says so, whether it is alive. */
export function checkOf(health: Health): Probe | null {
  return health.readiness === null ? health.liveness : health.readiness;
}

export function healthPart(
  project: Project,
  health: Health,
): Pick<ComposeService, 'healthcheck'> & { readonly mounts: readonly Mount[]; readonly after: readonly string[] } {
  const probe = checkOf(health);
  if (probe === null) return { mounts: [], after: [] };
  const tool = toolOf(probe);
  return {
    healthcheck: {
      test: ['CMD', ...commandOf(probe)],
      interval: seconds(probe.interval),
      timeout: seconds(probe.timeout),
      retries: probe.failures,
      start_period: seconds(health.startup + probe.delay),
    },
    mounts: tool === null ? [] : [mountOf(project, tool)],
    after: tool === null ? [] : [tool],
  };
}

export function seconds(value: number): Healthcheck['interval'] {
  return `${value}s`;
}

function toolOf({ action }: Probe): typeof probesName | typeof grpcProbeName | null {
  switch (action.kind) {
    case 'http':
    case 'tcp':
      return probesName;
    case 'grpc':
      return grpcProbeName;
    case 'command':
      return null;
  }
}

function mountOf(project: Project, tool: typeof probesName | typeof grpcProbeName): Mount {
  const target = tool === probesName ? folders.probes : folders.grpcProbe;
  return { type: 'volume', source: project.volume(tool), target, read_only: true, volume: { nocopy: true } };
}

function commandOf({ action, number, timeout }: Probe): string[] {
  // The programs count whole seconds; Compose ends them in time anyway.
  const wait = Math.ceil(timeout);
  switch (action.kind) {
    case 'http':
      return [
        `${folders.probes}/wget`,
        ...['-q', '-O', '/dev/null', '-T', String(wait)],
        // A proxy that the service uses is not for this.
        ...['-Y', 'off'],
        ...Object.entries(action.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
        `http://127.0.0.1:${number}${action.path}`,
      ];
    case 'tcp':
      // Not every build of BusyBox has `-z`; all run a program once they are connected.
      return [`${folders.probes}/nc`, '-w', String(wait), '127.0.0.1', String(number), '-e', `${folders.probes}/true`];
    case 'grpc':
      return [
        `${folders.grpcProbe}/grpc-health-probe`,
        `-addr=127.0.0.1:${number}`,
        `-connect-timeout=${wait}s`,
        `-rpc-timeout=${wait}s`,
        ...(action.service === '' ? [] : [`-service=${action.service}`]),
      ];
    case 'command':
      return [...action.command];
  }
}

/** The containers that fill the volumes, where anything needs them. They run again at each start and change nothing then. */
export function addProbes(project: Project): void {
  const common = { ...hardening, network_mode: 'none', restart: 'no', read_only: true, deploy: helperDeploy } as const;
  if (project.has(probesName)) {
    project.add(probesName, {
      ...common,
      image: images.busybox,
      entrypoint: ['cp', '-f', '/bin/nc', '/bin/true', '/bin/wget', '/probes/'],
      user: '0:0',
      volumes: [{ type: 'volume', source: probesName, target: '/probes' }],
    });
  }
  if (project.has(grpcProbeName)) {
    project.add(grpcProbeName, {
      ...common,
      image: images.grpcHealthProbe,
      // Docker fills a new volume with what the image holds at its place; there is nothing in the image that could copy.
      entrypoint: [`${grpcProbeFolder}/grpc-health-probe`, '-version'],
      volumes: [{ type: 'volume', source: grpcProbeName, target: grpcProbeFolder }],
    });
  }
}

/** Whether anything can be asked of it, so that others can wait for the answer. */
export function isAsked(platform: Platform, kind: 'service' | 'resource', name: string): boolean {
  if (kind === 'service') return platform.services.some((each) => each.name === name && checkOf(each.health) !== null);
  return platform.resources.some((each) => {
    const server = each.name === name ? serverOf(platform, each) : null;
    return server !== null && checkOf(server.health) !== null;
  });
}
