import { type Flow, images, type Workload } from '../../platform/index';
import type { Lookup } from '../lookup';
import { awaitable, openPort } from '../stages';
import type { Container } from '../types';
import { hardened } from './security';

/** A peer that must answer before a workload starts. */
export interface Awaited {
  readonly peer: string;
  /** What callers use. */
  readonly port: number;
}

/**
 * The services and servers that a workload is said to come after, where it may open a port of theirs. A port of a Service
 * answers only while a pod behind it is ready, by its own check, so this waits for `healthy` and with it for `started`.
 */
export function awaited(
  { platform }: Lookup,
  workload: Pick<Workload, 'name' | 'after'> & { readonly kind: Flow['from']['kind'] },
): Awaited[] {
  return workload.after
    .filter(({ given }) => given)
    .flatMap((after) => {
      const peer = awaitable(platform, after);
      const port = peer === undefined ? undefined : openPort(platform, peer, workload);
      return port === undefined ? [] : [{ peer: after.name, port: port.as }];
    });
}

/** Init containers that end when the peers answer. Not every build of BusyBox has `nc -z`; all run a program once connected. */
export function waits(list: readonly Awaited[], user: Workload['user']): Container[] {
  return list.map(({ peer, port }) => ({
    name: `wait-for-${peer}`,
    image: images.busybox,
    command: ['/bin/sh', '-c', `until nc -w 2 ${peer} ${port} -e true; do sleep 2; done`],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '16Mi' } },
    securityContext: hardened(user, [], true),
  }));
}
