import type { After, Platform, Service } from '../../platform/index';
import { accepts } from './listening';

/**
 * Whether a service may get traffic, by its readiness check. A gRPC service counts as ready when it takes connections: the
 * command line brings no gRPC client.
 */
export async function isReady({ health, ports }: Service): Promise<boolean> {
  const probe = health.readiness ?? health.liveness;
  if (probe === null) return true;
  const { action, number, timeout } = probe;
  switch (action.kind) {
    case 'http':
      return answers(`http://127.0.0.1:${number}${action.path}`, action.headers, timeout);
    case 'grpc':
    case 'tcp':
      return accepts(number);
    case 'command': {
      // The command is one of the container's.
      const [main] = ports;
      return main === undefined || accepts(main.number);
    }
  }
}

async function answers(url: string, headers: Readonly<Record<string, string>>, timeout: number): Promise<boolean> {
  try {
    const { status } = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout * 1000) });
    return status >= 200 && status < 400;
  } catch {
    return false;
  }
}

/** What a start must still wait for, of what the description says in `after`; stores and jobs are there by then. */
export async function mayStart(
  { services }: Platform,
  after: readonly After[],
  started: ReadonlySet<string>,
): Promise<boolean> {
  for (const { kind, name, condition } of after) {
    if (kind !== 'service') continue;
    const service = services.find((each) => each.name === name);
    if (service === undefined) continue;
    if (!started.has(name)) return false;
    if (condition === 'healthy' && !(await isReady(service))) return false;
  }
  return true;
}
