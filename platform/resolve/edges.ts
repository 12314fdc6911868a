import type { ServiceDescription } from '../description/description';
import { compareText } from '../document/merge';
import { kindOf } from '../kinds/registry';
import { nearest } from '../model/nearest';
import type { Access, Part, Port, Resource, Use } from '../model/platform';
import { migratorOf } from './code-base';
import { operatorPorts } from './defaults';
import { isRange } from './ports';
import type { Path, Scope } from './scope';
import { type Edges, type Self, usualAccess, type World } from './world';

interface EdgeFields {
  calls?: string[];
  uses?: (string | { name: string; access?: Access })[];
  publishes?: string[];
  consumes?: string[];
  migrate?: unknown;
  build?: ServiceDescription['build'];
  image?: string;
}

/** The edges of a workload. What names nothing that exists is reported and left out. */
export function edgesOf(world: World, path: Path, name: string, kind: Self['kind'], given: EdgeFields): Edges {
  const access = (reference: string) =>
    usualAccess(
      kind,
      given.migrate !== undefined || migratorOf(world.scope.merged.services, reference, given) !== undefined,
    );
  const parts = (key: 'publishes' | 'consumes') =>
    (given[key] ?? []).flatMap((reference, at) => partOf(world, [...path, key, at], name, reference, key) ?? []);
  return {
    calls: callsOf(world, [...path, 'calls'], given.calls ?? [], name),
    uses: (given.uses ?? []).flatMap((use, at) => {
      const whole = typeof use === 'string' ? { name: use } : use;
      return useOf(world, [...path, 'uses', at], name, whole.name, whole.access ?? access(whole.name)) ?? [];
    }),
    publishes: parts('publishes'),
    consumes: parts('consumes'),
  };
}

/** `main.orders` into resource and part: only the first dot divides, since topics may hold dots. */
export function split(reference: string): [string, string] {
  const dot = reference.indexOf('.');
  return dot < 0 ? [reference, ''] : [reference.slice(0, dot), reference.slice(dot + 1)];
}

function callsOf(world: World, path: Path, given: readonly string[], self: string): Edges['calls'] {
  const ports = new Map<string, Set<string>>();
  given.forEach((reference, at) => {
    const [service, names] = callOf(world, [...path, at], reference, self);
    const open = ports.get(service) ?? new Set<string>();
    for (const port of names) open.add(port);
    if (names.length > 0) ports.set(service, open);
  });
  return [...ports]
    .map(([service, open]) => ({ service, ports: [...open].sort() }))
    .sort((a, b) => compareText(a.service, b.service));
}

/** The service and the ports that one call opens; none where it names nothing that can be called. */
function callOf(world: World, path: Path, reference: string, self: string): [string, string[]] {
  const [name, portName] = split(reference);
  const service = world.services.get(name);
  if (service === undefined) {
    missing(world, path, 'unknown-service', 'service', name, world.services.keys());
    return [name, []];
  }
  const names = service.ports.filter((port) => !isRange(port)).map((port) => port.name);
  if (name === self) {
    const rule = 'but a service needs no edge to itself';
    world.scope.report({ code: 'calls-itself', path, rule, fix: 'remove it' });
  } else if (isRangeOf(service.ports, portName)) {
    notReached(world, path);
  } else if (names.length === 0) {
    const fix = `add ports to ${name}, or remove the call`;
    world.scope.report({ code: 'calls-worker', path, rule: `but ${name} has no port to call`, fix });
  } else if (portName !== '' && !names.includes(portName)) {
    world.scope.unknown('unknown-port', path, `port of ${name}`, portName, names);
  } else {
    return [name, portName === '' ? callable(service.ports.filter((port) => !isRange(port))) : [portName]];
  }
  return [name, []];
}

function isRangeOf(ports: readonly Port[], name: string): boolean {
  return ports.some((port) => port.name === name && isRange(port));
}

function notReached(world: World, path: Path): undefined {
  const rule = 'but that is a range of ports, which is reached on the host alone';
  world.scope.report({ code: 'port-range-inside', path, rule, fix: 'name a single port' });
  return undefined;
}

/** A plain call opens what serves callers; operators' ports are named when they are meant. */
export function callable(ports: readonly { name: string }[]): string[] {
  const serving = ports.filter((port) => !operatorPorts.includes(port.name));
  return (serving.length > 0 ? serving : ports).map((port) => port.name);
}

function useOf(world: World, path: Path, workload: string, reference: string, access: Access): Use | undefined {
  const [name, part] = split(reference);
  const resource = resourceAt(world, path, name);
  if (resource === undefined) return undefined;
  const use = { resource: name, part, access, credential: credentialOf(resource, workload) };
  if (resource.kind === 'container') {
    const names = resource.ports.filter((port) => !isRange(port)).map((port) => port.name);
    if (isRangeOf(resource.ports, part)) return notReached(world, path);
    if (part !== '' && !names.includes(part)) return unknownPart(world, path, 'port', name, part, names);
    return use;
  }
  const { parts, whole, title } = kindOf(resource);
  if (parts !== null && parts.edge === 'uses') {
    const names = parts.names(resource);
    if (part === '' && !whole)
      return needsPart(
        world.scope,
        path,
        `name a ${parts.word}: ${names.map((each) => `${name}.${each}`).join(' or ')}`,
      );
    if (!names.includes(part)) return unknownPart(world, path, parts.word, name, part, names);
    return use;
  }
  if (parts !== null && !whole) {
    world.scope.report({
      code: 'use-of-broker',
      path,
      rule: `but access to ${title} is by ${parts.word}`,
      fix: `name the ${parts.word}s under publishes: and consumes:`,
    });
    return undefined;
  }
  if (part === '') return use;
  world.scope.report({
    code: 'no-parts',
    path,
    rule: `but ${resource.kind} has no parts to use`,
    fix: `write ${name}${parts === null ? '' : `, or ${reference} under publishes: or consumes:`}`,
  });
  return undefined;
}

function partOf(
  world: World,
  path: Path,
  workload: string,
  reference: string,
  key: 'publishes' | 'consumes',
): Part | undefined {
  const [name, part] = split(reference);
  const resource = resourceAt(world, path, name);
  if (resource === undefined) return undefined;
  const parts = resource.kind === 'container' ? null : kindOf(resource).parts;
  if (resource.kind === 'container' || parts === null || parts.edge !== 'publishes') {
    world.scope.report({
      code: 'not-a-broker',
      path,
      rule: `but ${name} is ${resource.kind}, which has no topics or queues`,
      fix: `write it under uses: instead of ${key}:`,
    });
    return undefined;
  }
  const names = parts.names(resource);
  const what = parts.word;
  if (part === '') return needsPart(world.scope, path, `name a ${what}: ${name}.${names[0] ?? 'name'}`);
  if (!names.includes(part)) return unknownPart(world, path, what, name, part, names);
  return { resource: name, part, credential: credentialOf(resource, workload) };
}

/** Name of the login that an edge needs; '' where the store asks for none. One a workload and server. */
export function credentialOf(resource: Resource, workload: string): string {
  const needed = resource.kind !== 'container' && kindOf(resource).asksLogin(resource);
  return needed ? `${resource.name}-${workload}` : '';
}

function resourceAt(world: World, path: Path, name: string): Resource | undefined {
  const resource = world.resources.get(name);
  if (resource === undefined) missing(world, path, 'unknown-resource', 'resource', name, world.resources.keys());
  return resource;
}

/** A name that this environment lacks: of another environment, of another section, or of nothing at all. */
function missing(
  world: World,
  path: Path,
  code: string,
  what: string,
  name: string,
  candidates: Iterable<string>,
): void {
  const { description } = world.scope;
  const elsewhere = what === 'service' ? description.services : description.resources;
  if (elsewhere !== undefined && Object.hasOwn(elsewhere, name)) {
    world.scope.report({
      code: 'absent-here',
      path,
      rule: `but ${name} does not exist in environment ${world.scope.name} (its only: or null leaves it out)`,
      fix: `let it exist in ${world.scope.name}, or give this list again under environments.${world.scope.name}`,
    });
    return;
  }
  const other = what === 'service' ? world.resources : world.services;
  if (other.has(name)) {
    world.scope.report({
      code: code,
      path,
      rule: `but ${name} is a ${what === 'service' ? 'resource' : 'service'}`,
      fix: what === 'service' ? 'write it under uses:' : 'write it under calls:',
    });
    return;
  }
  world.scope.unknown(code, path, what, name, candidates);
}

function needsPart(scope: Scope, path: Path, fix: string): undefined {
  scope.report({ code: 'needs-part', path, rule: 'but must name a part of the resource', fix });
  return undefined;
}

function unknownPart(
  world: World,
  path: Path,
  what: string,
  name: string,
  part: string,
  names: readonly string[],
): undefined {
  const near = nearest(part, names);
  const some =
    names.length === 0
      ? `add it to resources.${name}`
      : `there are: ${names.slice(0, 8).join(', ')}; or add it to resources.${name}`;
  world.scope.report({
    code: 'unknown-part',
    path,
    value: '',
    rule: `names ${what} "${part}" of ${name}, which does not exist`,
    fix: near === undefined ? some : `did you mean "${name}.${near}"?`,
  });
  return undefined;
}
