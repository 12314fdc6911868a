import type { ServiceDescription } from '../description/description';
import { kinds, writtenParts } from '../kinds/registry';
import { limits } from '../model/names';
import type { Platform } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import type { Broken } from './rule';
import { containers, item, type Named, namesIn } from './walk';

/** RFC 1035, 2.3.4. */
const labelLimit = 63;
const objects = 'with what Kubernetes adds to it, an object has 63';
const inOne = 'with environment and resource it stands in an RDS identifier of 63';
const label = 'it is a DNS label (RFC 1035)';

/** Names that are short enough for every target, so that none is ever cut. */
export function* nameLength(scope: Scope, platform: Platform): Iterable<Broken> {
  yield* topNames(scope, platform);
  yield* besideNames(scope, platform);
  for (const [name, { ports, aliases, routes }] of Object.entries(scope.merged.services)) {
    yield* portNames(['services', name], ports, aliases);
    yield* routeNames(['services', name, 'routes'], routes);
  }
  yield* resourceNames(scope);
  yield* hosts(scope, platform);
}

function* topNames(scope: Scope, { name, environment }: Platform): Iterable<Broken> {
  const { services, jobs, resources } = scope.merged;
  yield* text(['platform'], name, limits.platformName, inOne);
  if (scope.name.length > limits.environmentName) {
    yield { ...tooLong(['environments', scope.name], scope.name, limits.environmentName, inOne), key: true };
  }
  yield* names(namesIn(['services'], services), limits.serviceName, objects);
  yield* names(namesIn(['jobs'], jobs), limits.jobName, 'a CronJob has 52');
  yield* names(namesIn(['resources'], resources), limits.resourceName, inOne);
  yield* text(['environments', scope.name, 'namespace'], environment.namespace, labelLimit, label);
}

function* besideNames(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, container, fields, kind } of containers(scope, platform)) {
    const beside = kind === 'init' || kind === 'sidecar';
    if (beside && container.name.length > limits.sidecarName) {
      yield { ...tooLong(path, container.name, limits.sidecarName, objects), key: true };
    }
    yield* names(namesIn([...path, 'volumes'], fields.volumes), limits.volumeName, objects);
  }
}

type Names = Parameters<typeof namesIn>[1];

function* portNames(path: Path, ports: Names, aliases: Names): Iterable<Broken> {
  yield* names(namesIn([...path, 'ports'], ports), limits.portName, 'Kubernetes takes service names of RFC 6335');
  yield* names(namesIn([...path, 'aliases'], aliases), labelLimit, label);
}

function* resourceNames({ merged }: Scope): Iterable<Broken> {
  for (const [name, given] of Object.entries(merged.resources)) {
    const path = ['resources', name];
    yield* portNames(path, given.kind === 'container' ? given.ports : undefined, given.aliases);
    if (given.kind === 'container') {
      yield* routeNames([...path, 'routes'], given.routes);
      continue;
    }
    const { parts } = kinds[given.kind];
    if (parts !== null) yield* names(namesIn([...path, parts.field], writtenParts(given)), parts.longest, parts.why);
  }
}

const hostWhy = 'a rule of an AWS load balancer takes no longer host';

function* routeNames(path: Path, routes: ServiceDescription['routes']): Iterable<Broken> {
  if (routes === undefined) return;
  const why = 'a rule of an AWS load balancer takes 128, of which "/*" needs two';
  for (const [at, route] of [routes].flat().entries()) {
    const here = item(path, routes, at);
    if (typeof route === 'string') yield* text(here, route, limits.routePath, why);
    else {
      yield* text([...here, 'path'], route.path ?? '', limits.routePath, why);
      yield* text([...here, 'host'], route.host ?? '', limits.hostName, hostWhy);
    }
  }
}

/** The domain, and the servers that are elsewhere. Every part of a host name has at most 63 characters. */
function* hosts(scope: Scope, { environment, resources }: Platform): Iterable<Broken> {
  const domain = ['environments', scope.name, 'domain'];
  yield* text(domain, environment.domain, limits.hostName, hostWhy);
  yield* labels(domain, environment.domain);
  for (const { name, address } of resources) {
    if (address.kind === 'given') yield* labels(['resources', name, 'external', 'host'], address.host);
  }
}

function* labels(path: Path, host: string): Iterable<Broken> {
  const long = host.split('.').find((each) => each.length > labelLimit);
  if (long === undefined) return;
  const rule = `has a part of ${long.length} characters, but DNS takes ${labelLimit} (RFC 1035)`;
  yield { path, value: '', rule, fix: 'shorten the part between two dots' };
}

function* names(list: readonly Named[], limit: number, why: string): Iterable<Broken> {
  for (const each of list) {
    if (each.name.length > limit) yield { ...tooLong(each.path, each.name, limit, why), key: each.key };
  }
}

function* text(path: Path, given: string, limit: number, why: string): Iterable<Broken> {
  if (given.length > limit) yield tooLong(path, given, limit, why);
}

function tooLong(path: Path, given: string, limit: number, why: string): Broken {
  const rule = `has ${given.length} characters, but may have ${limit}: ${why}`;
  return { path, value: '', rule, fix: `shorten it by ${given.length - limit}` };
}
