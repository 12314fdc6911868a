import { kindOf } from '../kinds/registry';
import type { Port, Resource } from '../model/platform';
import { callable } from './edges';
import { isRange } from './ports';
import type { Finding } from './scope';
import type { Self, World } from './world';

type Refused = Pick<Finding, 'code' | 'rule' | 'fix'>;

/**
 * A reference to a service that its reader does not call. What is offered can be done: nobody calls itself, or what has no port.
 * `port`: the one that is named; '' for none.
 */
export function uncalled(world: World, self: Self, expression: string, service: string, port: string): Refused {
  const ports = (world.services.get(service)?.ports ?? []).filter((each) => !isRange(each));
  const [usual] = callable(ports);
  const wanted = ports.find(({ name }) => name === (port === '' ? usual : port));
  if (self.name === service) return itself(expression, wanted);
  if (wanted === undefined) {
    return {
      code: 'calls-worker',
      rule: `refers to "\${${expression}}", but ${service} has no port to call`,
      fix: `add ports to ${service} and calls: [${service}] here, or remove the reference`,
    };
  }
  return without(expression, `calls: [${port === '' ? service : `${service}.${port}`}]`);
}

/** A reference to a resource, or to a part of it, that its reader does not use. */
export function unused(self: Self, expression: string, resource: Resource, part: string): Refused {
  const { name } = resource;
  if (resource.kind === 'container' && self.name === name)
    return itself(expression, resource.ports.find((port) => port.name === part) ?? resource.ports[0]);
  if (resource.kind === 'container') return without(expression, `uses: [${part === '' ? name : `${name}.${part}`}]`);
  const { parts, whole } = kindOf(resource);
  if (parts === null || (part === '' && whole)) return without(expression, `uses: [${name}]`);
  const known = parts.names(resource);
  const list = (part === '' ? known : [part]).map((each) => `${name}.${each}`);
  const edges = parts.edge === 'uses' ? ['uses'] : ['publishes', 'consumes'];
  const offers = edges.flatMap((edge) => list.map((each) => `${edge}: [${each}]`));
  return without(
    expression,
    offers.length === 0 ? `a ${parts.word} to ${name}, and the edge to it` : offers.join(' or '),
  );
}

function itself(expression: string, port: Port | undefined): Refused {
  return {
    code: 'reference-to-itself',
    rule: `refers to "\${${expression}}", which is its own address`,
    fix: `write localhost${port === undefined ? '' : `:${port.number}`} for the program itself, or "\${gateway.url}" for what is outside`,
  };
}

function without(expression: string, edge: string): Refused {
  return {
    code: 'reference-without-edge',
    rule: `refers to "\${${expression}}" without an edge to it`,
    fix: `add ${edge}`,
  };
}
