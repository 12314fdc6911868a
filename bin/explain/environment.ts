import { type Accepted, formatDuration, type Platform, rootable } from '../../platform/index';
import { clusterRows } from './cluster';
import type { Origins } from './origins';
import { printList } from './print';
import type { Row } from './rows';

/** What was decided about an environment: place, posture, gateway. */
export function environmentRows(platform: Platform, origins: Origins): Row[] {
  const { environment, gateway } = platform;
  const { runtime, engine, tier, size, domain, aws, namespace, registry, posture, accept } = environment;
  const row = (label: string, value: string, ...path: string[]): Row => ({ label, value, origin: origins.of(path) });
  const own = (label: string, value: string, ...path: string[]) => row(label, value, 'environment', ...path);
  const entry = (label: string, value: string, ...path: string[]) => row(label, value, 'gateway', ...path);
  return [
    own('runtime', runtime, 'runtime'),
    ...(aws === null ? [] : [own('engine', engine, 'engine')]),
    own('tier', tier, 'tier'),
    own('size', size, 'size'),
    own('domain', domain, 'domain'),
    ...(aws === null
      ? []
      : [
          own('account', aws.account, 'aws', 'account'),
          own('region', aws.region, 'aws', 'region'),
          own('zones', printList(aws.zones), 'aws', 'zones'),
          own('cidr', aws.cidr, 'aws', 'cidr'),
          own('hostedZone', printList(aws.hostedZones), 'aws', 'hostedZones'),
        ]),
    own('namespace', namespace, 'namespace'),
    ...clusterRows(environment, rootable(platform), own),
    ...(environment.compose === null
      ? []
      : [own('compose.publish', environment.compose.publish, 'compose', 'publish')]),
    own('registry', registry === '' ? 'none' : registry, 'registry'),
    own('accept', printList(accept.map(printAccepted)), 'accept'),
    ...Object.entries(posture).map(([name, value]) => own(`posture ${name}`, String(value), 'posture', name)),
    entry('gateway', gateway.used ? gateway.url : 'not used', 'url'),
    entry('gateway.certificate', gateway.certificate.kind, 'certificate', 'kind'),
    entry('gateway.auth', gateway.auth === null ? 'none' : gateway.auth.issuer, 'auth'),
    entry('gateway.idleTimeout', formatDuration(gateway.idleTimeout), 'idleTimeout'),
    entry('gateway.from', printList(gateway.from), 'from'),
    ...Object.entries(gateway.headers).map(([name, value]) => entry(`gateway.headers.${name}`, value, 'headers', name)),
  ];
}

function printAccepted({ code, for: names }: Accepted): string {
  return names.length === 0 ? code : `${code} for ${names.join(' and ')}`;
}
