import { pieces } from '../description/references';
import { nearest } from '../model/nearest';
import type { Text } from '../model/platform';
import { text } from '../model/text';
import * as defaults from './defaults';
import { peerAttributes } from './peer-attributes';
import { storeAttributes } from './store-attributes';
import type { Edges, World } from './world';

/** What a reference in the endpoint names: a port of a service, or a server that runs as a container. */
interface Receiver {
  readonly kind: 'service' | 'resource';
  readonly name: string;
  /** '' for a whole resource. */
  readonly port: string;
  readonly value: Text | undefined;
  readonly attribute: string;
  readonly attributes: readonly string[];
}

/** Variables of OpenTelemetry. Without an endpoint the SDK would send to localhost for ever; its own switch turns it off. */
export function telemetryVariables(world: World, self: string): Record<string, Text | string> {
  const given = world.scope.given.telemetry;
  // A receiver sends nothing to itself.
  if (given === undefined || receivers(world).some(({ name }) => name === self)) return { OTEL_SDK_DISABLED: 'true' };
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(world, given.endpoint),
    OTEL_EXPORTER_OTLP_PROTOCOL: given.protocol ?? 'grpc',
    OTEL_TRACES_SAMPLER: given.sampler ?? defaults.environment.tracesSampler,
  };
}

/** The edges of a workload and the one that telemetry opens. It gives no variables and is not waited for at the start. */
export function withTelemetry(world: World, self: string, edges: Edges): Edges {
  const open = receivers(world).filter(({ name, value }) => name !== self && value !== undefined);
  const calls = new Map(edges.calls.map((call) => [call.service, new Set(call.ports)]));
  const uses = [...edges.uses];
  for (const { kind, name, port } of open) {
    if (kind === 'service') calls.set(name, (calls.get(name) ?? new Set<string>()).add(port));
    else if (!uses.some((use) => use.resource === name && (use.part === '' || use.part === port)))
      uses.push({ resource: name, part: port, access: 'read', credential: '' });
  }
  if (open.length === 0) return edges;
  const sorted = [...calls].sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...edges, calls: sorted.map(([service, ports]) => ({ service, ports: [...ports].sort() })), uses };
}

function receivers(world: World): Receiver[] {
  const given = world.scope.given.telemetry;
  if (given === undefined) return [];
  return pieces(given.endpoint).pieces.flatMap((piece) =>
    'expression' in piece ? (receiver(world, piece.expression) ?? []) : [],
  );
}

function receiver(world: World, expression: string): Receiver | undefined {
  const [name = '', ...rest] = expression.split('.');
  const attribute = rest.at(-1) ?? '';
  const part = rest.slice(0, -1).join('.');
  const found = (kind: Receiver['kind'], port: string, attributes: Readonly<Record<string, Text>>): Receiver => ({
    kind,
    name,
    port,
    attribute,
    attributes: Object.keys(attributes),
    value: Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined,
  });
  const ports = world.services.get(name)?.ports;
  if (ports !== undefined) {
    const serving = ports.filter((each) => !defaults.operatorPorts.includes(each.name));
    const port = part === '' ? (serving[0] ?? ports[0]) : ports.find((each) => each.name === part);
    return port && found('service', port.name, peerAttributes(name, port));
  }
  const resource = world.resources.get(name);
  if (resource?.kind !== 'container' || (part !== '' && !resource.ports.some((port) => port.name === part)))
    return undefined;
  return found('resource', part, storeAttributes(world, { resource, part, credential: '', user: '' }));
}

function endpoint(world: World, source: string): Text {
  const path = ['environments', world.scope.name, 'telemetry', 'endpoint'];
  const { pieces: found, unclosed } = pieces(source);
  if (unclosed)
    world.scope.report({ code: 'reference-syntax', path, rule: 'but "${" has no "}"', fix: 'close it with }' });
  return text(...found.map((piece) => ('literal' in piece ? piece.literal : value(world, path, piece.expression))));
}

function value(world: World, path: readonly string[], expression: string): Text {
  const found = receiver(world, expression);
  if (found?.value !== undefined) return found.value;
  if (found !== undefined) {
    const rule = `refers to "\${${expression}}", but "${found.attribute}" is no attribute of it`;
    const fix = `there are: ${found.attributes.join(', ')}`;
    world.scope.report({ code: 'unknown-attribute', path, value: '', rule, fix });
    return [];
  }
  const [head = '', ...rest] = expression.split('.');
  const servers = [...world.resources.values()].filter(({ kind }) => kind === 'container').map(({ name }) => name);
  const near = nearest(head, [...world.services.keys(), ...servers]);
  const rule = `refers to "\${${expression}}", which is no port of a service and no resource of kind container in environment ${world.scope.name}`;
  const fix =
    near === undefined || near === head
      ? 'name a service that has the port, a resource of kind container, or a host outside'
      : `did you mean "\${${[near, ...rest].join('.')}}"?`;
  world.scope.report({ code: 'unknown-reference', path, value: '', rule, fix });
  return [];
}
