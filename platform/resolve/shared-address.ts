import { kindOf } from '../kinds/registry';
import type { Resource, Text } from '../model/platform';
import { sameText } from '../model/text';
import type { FileGroup } from './file-groups';
import { peerAttributes } from './peer-attributes';
import type { Finding } from './scope';
import { storeAttributes } from './store-attributes';
import { unknownAttribute } from './unknown-attribute';
import type { Self, World } from './world';

type Refused = Pick<Finding, 'code' | 'rule' | 'fix'>;

/**
 * What a reference of a shared file means, where it names a peer: the same for everyone who reads it, with an edge or without,
 * since it is one file. Undefined where it names something of the reader's own, or of its own edges alone: a login.
 */
export function sharedAddress(
  world: World,
  self: Self,
  group: FileGroup,
  expression: string,
): Text | Refused | undefined {
  const [head = '', ...rest] = expression.split('.');
  const ports = world.services.get(head)?.ports;
  if (ports !== undefined) {
    if (!group.services.has(head)) return nobody(group, expression, `calls: [${head}]`);
    const named = ports.find(({ name }) => name === rest[0]);
    const port = named ?? ports[0];
    if (port === undefined) return undefined;
    const attribute = rest.slice(named === undefined ? 0 : 1).join('.');
    const attributes = peerAttributes(head, port);
    return own(attributes, attribute) ?? unknownAttribute(expression, attribute, Object.keys(attributes));
  }
  const resource = world.resources.get(head);
  if (resource === undefined) return undefined;
  const part = rest.slice(0, -1).join('.');
  const wanted = part === '' ? head : `${head}.${part}`;
  if (!group.resources.has(head)) return nobody(group, expression, `${edgeOf(resource)}: [${wanted}]`);
  const { uses, publishes, consumes } = self.edges;
  if ([...uses, ...publishes, ...consumes].some((edge) => edge.resource === head)) return undefined;
  const attribute = rest.at(-1) ?? '';
  const all = Object.keys(storeAttributes(world, { resource, part, credential: 'any', user: 'any' }));
  if (!all.includes(attribute)) return unknownAttribute(expression, attribute, all);
  return own(plainAttributes(world, resource, part), attribute) ?? loginOnly(self, group, expression, wanted, resource);
}

function own(attributes: Readonly<Record<string, Text>>, attribute: string): Text | undefined {
  return Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
}

/** Attributes of a store that are the same with every login. */
function plainAttributes(world: World, resource: Resource, part: string): Readonly<Record<string, Text>> {
  const as = (credential: string) => storeAttributes(world, { resource, part, credential, user: credential });
  const [one, other] = [as('one'), as('other')];
  const secret = (text: Text) => text.some((segment) => typeof segment !== 'string' && segment.kind === 'secret');
  return Object.fromEntries(
    Object.entries(one).filter(([key, value]) => sameText(value, other[key] ?? []) && !secret(value)),
  );
}

function edgeOf(resource: Resource): string {
  return resource.kind === 'container' ? 'uses' : (kindOf(resource).parts?.edge ?? 'uses');
}

function nobody({ name, members }: FileGroup, expression: string, edge: string): Refused {
  return {
    code: 'reference-without-edge',
    rule: `refers to "\${${expression}}", but no workload of the files' group "${name}" has an edge to it`,
    fix: `give one of ${members.join(', ')} ${edge}, or take it out of the file`,
  };
}

function loginOnly(self: Self, { name }: FileGroup, expression: string, wanted: string, resource: Resource): Refused {
  return {
    code: 'reference-without-edge',
    rule: `refers to "\${${expression}}", and "${self.name}" of the files' group "${name}" has no login there: without an edge a reader may know a host, a port and an address alone`,
    fix: `give "${self.name}" ${edgeOf(resource)}: [${wanted}], or leave the login to a file of those who have one`,
  };
}
