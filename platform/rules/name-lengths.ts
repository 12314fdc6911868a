import type { Platform } from '../model';
import { limits } from '../names';
import type { Broken } from '../rule';
import type { Path, Scope } from '../scope';
import { containers, item, type Named, namesIn } from './walk';

type Sized = Named & { readonly limit: number; readonly why: string };

/** RFC 1035, 2.3.4. */
const labelLimit = 63;
const objects = 'with what Kubernetes adds to it, an object has 63';
const inOne = 'with environment and resource it stands in an RDS identifier of 63';

/** Names that are short enough for every target, so that none is ever cut. */
export function* nameLength(scope: Scope, platform: Platform): Iterable<Broken> {
  const sized = [...topNames(scope, platform), ...namesInside(scope, platform), ...routeNames(scope, platform)];
  for (const { path, name, key, limit, why } of sized) {
    if (name.length <= limit) continue;
    yield {
      path,
      key,
      value: '',
      rule: `has ${name.length} characters, but may have ${limit}: ${why}`,
      fix: `shorten it by ${name.length - limit}`,
    };
  }
  yield* longLabels(scope, platform);
}

function* topNames(scope: Scope, { name, environment }: Platform): Iterable<Sized> {
  const { services, jobs, resources } = scope.merged;
  yield { path: ['platform'], name, key: false, limit: limits.platformName, why: inOne };
  yield { path: ['environments', scope.name], name: scope.name, key: true, limit: limits.environmentName, why: inOne };
  for (const each of namesIn(['services'], services)) yield { ...each, limit: limits.serviceName, why: objects };
  for (const each of namesIn(['jobs'], jobs)) yield { ...each, limit: limits.jobName, why: 'a CronJob has 52' };
  for (const each of namesIn(['resources'], resources)) yield { ...each, limit: limits.resourceName, why: inOne };
  const path = ['environments', scope.name, 'namespace'];
  yield {
    path,
    name: environment.namespace,
    key: false,
    limit: labelLimit,
    why: 'a namespace is a DNS label (RFC 1035)',
  };
}

function* namesInside(scope: Scope, platform: Platform): Iterable<Sized> {
  for (const { path, fields, kind } of containers(scope, platform)) {
    const name = String(path[path.length - 1]);
    if (kind === 'init' || kind === 'sidecar') yield { path, name, key: true, limit: limits.sidecarName, why: objects };
    for (const each of namesIn([...path, 'volumes'], fields.volumes))
      yield { ...each, limit: limits.volumeName, why: objects };
  }
  const { services, resources } = scope.merged;
  const port = { limit: limits.portName, why: 'Kubernetes takes service names of RFC 6335' };
  for (const [name, { ports, aliases }] of Object.entries(services)) {
    for (const each of namesIn(['services', name, 'ports'], ports)) yield { ...each, ...port };
    for (const each of namesIn(['services', name, 'aliases'], aliases)) yield { ...each, ...alias };
  }
  for (const [name, given] of Object.entries(resources)) {
    const path: Path = ['resources', name];
    if (given.kind === 'container') {
      for (const each of namesIn([...path, 'ports'], given.ports)) yield { ...each, ...port };
      for (const each of namesIn([...path, 'aliases'], given.aliases)) yield { ...each, ...alias };
    } else if (given.kind === 'postgres') {
      const why = 'a role is the name of its database and a suffix, in 63 bytes';
      for (const each of namesIn([...path, 'databases'], given.databases))
        yield { ...each, limit: limits.databaseName, why };
    } else if (given.kind === 'kafka') {
      const why = 'Kafka takes 249, of which prefixes and metrics need some';
      for (const each of namesIn([...path, 'topics'], given.topics)) yield { ...each, limit: limits.topicName, why };
    } else if (given.kind === 'rabbitmq') {
      const why = 'AMQP takes 255 bytes, of which prefixes need some';
      for (const each of namesIn([...path, 'queues'], given.queues)) yield { ...each, limit: limits.queueName, why };
    }
  }
}

const alias = { limit: labelLimit, why: 'it is a DNS label (RFC 1035)' };

function* routeNames(scope: Scope, { environment }: Platform): Iterable<Sized> {
  const host = { key: false, limit: limits.hostName, why: 'a rule of an AWS load balancer takes no longer host' };
  yield { path: ['environments', scope.name, 'domain'], name: environment.domain, ...host };
  for (const [name, { routes }] of Object.entries(scope.merged.services)) {
    if (routes === undefined) continue;
    const why = 'a rule of an AWS load balancer takes 128, of which "/*" needs two';
    for (const [at, route] of [routes].flat().entries()) {
      const fields = typeof route === 'string' ? { path: route } : route;
      const short = typeof route === 'string';
      const path = item(['services', name, 'routes'], routes, at);
      if (fields.path !== undefined) {
        yield { path: short ? path : [...path, 'path'], name: fields.path, key: false, limit: limits.routePath, why };
      }
      if ('host' in fields && fields.host !== undefined) yield { path: [...path, 'host'], name: fields.host, ...host };
    }
  }
}

/** Every part of a host name has at most 63 characters. */
function* longLabels(scope: Scope, { environment, resources }: Platform): Iterable<Broken> {
  const hosts: { path: Path; host: string }[] = [
    { path: ['environments', scope.name, 'domain'], host: environment.domain },
  ];
  for (const { name, address } of resources) {
    if (address.kind === 'given') hosts.push({ path: ['resources', name, 'external', 'host'], host: address.host });
  }
  for (const { path, host } of hosts) {
    const long = host.split('.').find((label) => label.length > labelLimit);
    if (long === undefined) continue;
    const rule = `has a part of ${long.length} characters, but DNS takes ${labelLimit} (RFC 1035)`;
    yield { path, value: '', rule, fix: 'shorten the part between two dots' };
  }
}
