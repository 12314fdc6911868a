import type { Platform } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import { cdkGateway } from '../outputs/cdk-routes';
import { composeGateway } from '../outputs/compose-routes';
import { k8sGateway } from '../outputs/k8s-routes';
import { noGateway, type ReadGateway } from '../outputs/routes';
import { webRoutes } from './routes';

type Entry = Omit<ReadGateway, 'routes' | 'guards' | 'raw' | 'rawNames'>;

/** The seconds that no target is told: what its controller has by itself. */
const usualIdle = 60;
const everyone = ['0.0.0.0/0'];

/** Response headers that an application load balancer can add. */
const addable =
  /^(access-control-[a-z-]+|content-security-policy|strict-transport-security|x-content-type-options|x-frame-options)$/;

export const gateway: Fact = {
  title: 'the gateway answers for its host names, with its certificate, headers and time-out, to whom it should',
  expected: entryOf,
  compose: (output) => plain(composeGateway(output)),
  k8s: (output) => plain(k8sGateway(output)),
  cdk: (output) => plain(cdkGateway(output)),
};

function plain({ routes: _routes, guards: _guards, raw: _raw, rawNames: _names, ...entry }: ReadGateway): Plain {
  return { ...entry };
}

function entryOf(platform: Platform): Plain {
  const { routes: _routes, guards: _guards, raw: _raw, rawNames: _names, ...none } = noGateway;
  if (!platform.gateway.used) return { ...none };
  if (runsOn(platform, 'compose')) return { ...ofCompose(platform, none) };
  return { ...(runsOn(platform, 'kubernetes') ? ofKubernetes(platform, none) : ofEcs(platform, none)) };
}

/** The gateway's own host and those of the routes. */
function hosts(platform: Platform): string[] {
  return [...new Set([platform.gateway.host, ...webRoutes(platform).map(({ host }) => host)])];
}

function entries(platform: Platform, names: readonly string[], port = `:${platform.gateway.port}`): string[] {
  return names.map((host) => `${platform.gateway.scheme}://${host}${port}`).sort();
}

function ofCompose(platform: Platform, none: Entry): Entry {
  const { headers, idleTimeout } = platform.gateway;
  const routed = [...new Set(webRoutes(platform).map(({ host }) => host))];
  // Whoever may reach it elsewhere, on a laptop that is who reaches the address that it is published on.
  const { publish = '' } = platform.environment.compose ?? {};
  const from = publish === '0.0.0.0' ? ['everywhere'] : [`${publish}/32`];
  return { ...none, entries: entries(platform, routed), headers: { ...headers }, idleTimeout, from };
}

function ofKubernetes(platform: Platform, none: Entry): Entry {
  const { scheme, port, kind, headers, idleTimeout, from, certificate } = platform.gateway;
  const ingress = kind === 'ingress';
  const routed = hosts(platform).filter((host) => !ingress || webRoutes(platform).some((route) => route.host === host));
  return {
    ...none,
    class: `${ingress ? 'Ingress' : 'Gateway'} ${platform.gateway.class}`,
    // The controller of an Ingress has ports and a redirect of its own.
    entries: entries(platform, routed, ingress ? '' : undefined),
    redirect: scheme === 'https' && !ingress ? `https, port ${port}, from 80` : '',
    certificate: certificate.kind === 'given' ? `given ${certificate.name}` : certificate.kind,
    headers: ingress && accepts(platform, 'kubernetes', 'unsupported-response-headers') ? {} : { ...headers },
    idleTimeout:
      idleTimeout === usualIdle || accepts(platform, 'kubernetes', 'unsupported-idle-timeout') ? null : idleTimeout,
    from: String(from) === String(everyone) || accepts(platform, 'kubernetes', 'unsupported-gateway-from') ? [] : from,
  };
}

function ofEcs(platform: Platform, none: Entry): Entry {
  const { scheme, port, headers, idleTimeout, certificate } = platform.gateway;
  const https = scheme === 'https';
  const zones = platform.environment.aws?.hostedZones ?? [];
  const [first = '', ...others] = hosts(platform);
  const names = [first, ...others.sort()];
  const routed = [...new Set(webRoutes(platform).map(({ host }) => host))];
  return {
    ...none,
    entries: entries(platform, routed),
    redirect: https && port !== 80 ? `https, port ${port}, from 80` : '',
    certificate:
      certificate.kind === 'given'
        ? `given ${certificate.name}`
        : https
          ? `managed for ${names.join(' ')} by DNS`
          : 'none',
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => addable.test(name) || !accepts(platform, 'ecs', 'unsupported-header')),
    ),
    idleTimeout,
    // Who may reach it is a rule about connections there.
    records: zones.length === 0 ? [] : names.map((host) => `${host} in ${nearest(zones, host)}`).sort(),
  };
}

/** The zone of a host: the longest of those that its name ends with; one that is given by its id takes all. */
function nearest(zones: readonly string[], host: string): string {
  const [first = ''] = zones;
  const holding = zones.filter((zone) => host === zone || host.endsWith(`.${zone}`));
  return zones.length === 1
    ? first
    : (holding
        .sort((one, other) => other.length - one.length)
        .join()
        .split(',')[0] ?? '');
}
