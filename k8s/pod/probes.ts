import type { Probe as Given, Health } from '../../platform/index';
import type { Container, Probe } from '../types';

/** Checks of a container; a start-up budget holds liveness back until the first success, and the failures that it takes come on top. */
export function probesOf({
  liveness,
  readiness,
  startup,
}: Health): Pick<Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'> {
  return {
    ...(liveness !== null && { livenessProbe: probeOf(liveness) }),
    ...(readiness !== null && { readinessProbe: probeOf(readiness) }),
    ...(liveness !== null && startup > 0 && { startupProbe: startupOf(liveness, startup) }),
  };
}

function probeOf(probe: Given): Probe {
  return {
    ...actionOf(probe),
    ...(probe.delay > 0 && { initialDelaySeconds: probe.delay }),
    periodSeconds: probe.interval,
    timeoutSeconds: probe.timeout,
    failureThreshold: probe.failures,
  };
}

function startupOf(liveness: Given, seconds: number): Probe {
  return { ...probeOf(liveness), failureThreshold: Math.ceil(seconds / liveness.interval) + liveness.failures };
}

function actionOf({ action, number }: Given): Probe {
  switch (action.kind) {
    case 'http': {
      const headers = Object.entries(action.headers).map(([name, value]) => ({ name, value }));
      return { httpGet: { path: action.path, port: number, ...(headers.length > 0 && { httpHeaders: headers }) } };
    }
    case 'grpc':
      return { grpc: { port: number, ...(action.service !== '' && { service: action.service }) } };
    case 'tcp':
      return { tcpSocket: { port: number } };
    case 'command':
      return { exec: { command: action.command } };
  }
}
