import { type Flow, images, type Workload } from '../../platform/index';
import { get, type Lookup } from '../lookup';
import { openPort } from '../stages';
import type { Container } from '../types';
import { hardened } from './security';

/** A peer that must answer before a workload starts. */
export interface Awaited {
  readonly service: string;
  /** What callers use. */
  readonly port: number;
}

/**
 * The services that a workload is said to come after, where it may open a port of theirs. A port of a Service answers only
 * while a pod behind it is ready, so this waits for `healthy` and with it for `started`.
 */
export function awaited(
  { platform, services }: Lookup,
  workload: Workload & { readonly kind: Flow['from']['kind'] },
): Awaited[] {
  return workload.after
    .filter(({ kind, given }) => kind === 'service' && given)
    .flatMap(({ name }) => {
      const service = get(services, name);
      const port = openPort(service, platform.flows, workload);
      return port === undefined ? [] : [{ service: name, port: port.as }];
    });
}

/** Init containers that end when the peers answer. Not every build of BusyBox has `nc -z`; all run a program once connected. */
export function waits(list: readonly Awaited[], user: Workload['user']): Container[] {
  return list.map(({ service, port }) => ({
    name: `wait-for-${service}`,
    image: images.busybox,
    command: ['/bin/sh', '-c', `until nc -w 2 ${service} ${port} -e true; do sleep 2; done`],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '16Mi' } },
    securityContext: hardened(user, [], true),
  }));
}
