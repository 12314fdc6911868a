import type { Health, Probe, Route } from '../platform/index';
import { twinOf } from './target-id';

/** How a load balancer speaks to its targets. */
export type TargetProtocol = 'HTTP1' | 'GRPC' | 'TCP' | 'UDP' | 'TCP_UDP';

/** `routes`: those of its service. */
export function targetProtocol(routes: readonly Route[], route: Route): TargetProtocol {
  const { protocol } = route;
  if (twinOf(routes, route) !== undefined) return 'TCP_UDP';
  if (protocol === 'grpc') return 'GRPC';
  if (protocol === 'tcp') return 'TCP';
  return protocol === 'udp' ? 'UDP' : 'HTTP1';
}

/**
 * The probe that a load balancer makes: readiness, or liveness where there is no readiness. ECS replaces a task whose target
 * is unhealthy, so that the balancer's check restarts too.
 */
export function targetProbe(health: Health): Probe | null {
  return health.readiness === null ? health.liveness : health.readiness;
}

/** Whether a load balancer can ask as the probe does. */
export function canAsk(protocol: TargetProtocol, probe: Probe): boolean {
  const { kind } = probe.action;
  switch (protocol) {
    case 'HTTP1':
      // Any answer of a server on an HTTP port says that it takes connections.
      return kind === 'http' || kind === 'tcp';
    case 'GRPC':
      return (kind === 'grpc' && probe.action.service === '') || kind === 'tcp';
    case 'TCP':
    case 'UDP':
    case 'TCP_UDP':
      return kind === 'tcp' || kind === 'http';
  }
}
