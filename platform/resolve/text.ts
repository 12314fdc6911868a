import { pieces } from '../description/references';
import { sortedEntries } from '../document/merge';
import { kindOf } from '../kinds/registry';
import { nearest } from '../model/nearest';
import type { Part, Text, Use, Variable } from '../model/platform';
import { isSecret, text } from '../model/text';
import { bindings, contract, userOf } from './bindings';
import type { FileGroup } from './file-groups';
import { gatewayAttributes } from './gateway-attributes';
import { instanceParts } from './instance';
import { uncalled, unused } from './missing-edge';
import { peerAttributes } from './peer-attributes';
import type { Finding, Path } from './scope';
import { sharedAddress } from './shared-address';
import { storeAttributes } from './store-attributes';
import { unknownAttribute } from './unknown-attribute';
import type { Self, World } from './world';

type Scalar = string | number | boolean;

/** Variables that the description gives for one container, by where they stand. */
export interface Given {
  readonly env: readonly { readonly name: string; readonly value: Scalar; readonly path: Path }[];
  readonly passthrough: readonly string[];
  /** Variable to name of the secret. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Resolves the texts of one container: its variables, its command, its files. */
export class Texts {
  readonly variables: readonly Variable[];
  private readonly known = new Map<string, Text>();
  private readonly open = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly self: Self,
    private readonly given: Given,
    contractual: boolean,
  ) {
    const names = new Set([...given.env.map((each) => each.name), ...given.passthrough, ...given.secrets.keys()]);
    const { variables, clashes } = contract(contractual ? bindings(world, self) : [], names);
    for (const [one, other] of clashes) {
      world.scope.report({
        code: 'variable-twice',
        path: self.path,
        key: true,
        rule: `would get ${one.name} from "${one.because}" and from "${other.because}", with different values`,
        fix: `give ${one.name} under env:, with the value that is meant`,
      });
    }
    for (const variable of variables) this.known.set(variable.name, variable.value);
    this.variables = [...variables, ...this.givenVariables()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private givenVariables(): Variable[] {
    const named = (name: string): Variable => {
      const value = this.variable(name, []);
      return { name, value, secret: isSecret(value), from: 'given' };
    };
    return [...this.given.env.map((each) => each.name), ...this.given.passthrough, ...this.given.secrets.keys()].map(
      named,
    );
  }

  /** The value of a variable of this container, with what it refers to. */
  private variable(name: string, path: Path): Text {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const entry = this.given.env.find((each) => each.name === name);
    const secret = this.given.secrets.get(name);
    let value: Text;
    if (secret !== undefined) value = [{ kind: 'secret', secret, key: 'value' }];
    else if (entry === undefined) value = [{ kind: 'passthrough', name }];
    else if (this.open.has(name)) {
      this.world.scope.report({
        code: 'reference-cycle',
        path,
        rule: 'but refers to itself',
        fix: 'break the circle of ${env....}',
      });
      value = [];
    } else {
      this.open.add(name);
      value = this.text(String(entry.value), entry.path);
      this.open.delete(name);
    }
    this.known.set(name, value);
    return value;
  }

  /** A text of the description with its references resolved. What cannot be is reported and left out. */
  text(source: string, path: Path, group?: FileGroup): Text {
    const { pieces: found, unclosed } = pieces(source);
    if (unclosed)
      this.world.scope.report({
        code: 'reference-syntax',
        path,
        rule: 'but "${" has no "}"',
        fix: 'close it, or write "$${" for the two characters themselves',
      });
    return text(
      ...found.map((piece) => {
        if ('literal' in piece) return piece.literal;
        const shared = group && sharedAddress(this.world, this.self, group, piece.expression);
        if (shared === undefined) return this.expression(piece.expression, path);
        if (!('code' in shared)) return shared;
        this.world.scope.report({ ...shared, path, value: '' });
        return [];
      }),
    );
  }

  words(given: readonly Scalar[] | undefined, path: Path): Text[] {
    return (given ?? []).map((word, index) => this.text(String(word), [...path, index]));
  }

  private expression(expression: string, path: Path): Text {
    const words = expression.split('.');
    const [head = '', ...rest] = words;
    const { world } = this;
    if (head === 'env') return this.own(rest.join('.'), path);
    if (head === 'gateway') return this.choose(path, expression, rest.join('.'), gatewayAttributes(world));
    if (head === 'instance') {
      const { attribute, instead } = instanceParts(rest.join('.'));
      return this.choose(path, expression, attribute, {
        name: [{ kind: 'instance', attribute: 'name', instead }],
        ip: [{ kind: 'instance', attribute: 'ip', instead }],
      });
    }
    if (world.services.has(head)) return this.peer(head, rest, expression, path);
    if (world.resources.has(head)) return this.store(head, rest, expression, path);
    if (world.scope.absent(path, head)) return [];
    if (Object.hasOwn(world.scope.merged.jobs, head))
      return this.refuse(path, {
        code: 'unknown-reference',
        rule: `refers to "\${${expression}}", but ${head} is a job, which listens to nobody`,
        fix: 'remove the reference',
      });
    const near = nearest(head, [...world.services.keys(), ...world.resources.keys(), 'env', 'gateway', 'instance']);
    world.scope.report({
      code: 'unknown-reference',
      path,
      value: '',
      rule: `refers to "\${${expression}}", but nothing is named "${head}"`,
      fix:
        near === undefined
          ? 'name a service in calls, a resource in uses, or env, gateway or instance; "$${" is a literal "${"'
          : `did you mean "\${${[near, ...rest].join('.')}}"?`,
    });
    return [];
  }

  private own(name: string, path: Path): Text {
    const names = [
      ...this.given.env.map((each) => each.name),
      ...this.given.passthrough,
      ...this.given.secrets.keys(),
      ...this.known.keys(),
    ];
    if (names.includes(name)) return this.variable(name, path);
    // One that is being resolved would refer to itself.
    const near = nearest(
      name,
      names.filter((each) => !this.open.has(each)),
    );
    this.world.scope.report({
      code: 'unknown-reference',
      path,
      value: '',
      rule: `refers to variable "${name}", which this container does not have`,
      fix: near === undefined ? 'add it under env:' : `did you mean "\${env.${near}}"?`,
    });
    return [];
  }

  private peer(service: string, rest: readonly string[], expression: string, path: Path): Text {
    const call = this.self.edges.calls.find((each) => each.service === service);
    const ports = this.world.services.get(service)?.ports ?? [];
    const named = ports.find((port) => port.name === rest[0]);
    const without = () => this.refuse(path, uncalled(this.world, this.self, expression, service, named?.name ?? ''));
    if (call === undefined) return without();
    const port = named ?? ports.find((each) => call.ports.includes(each.name));
    if (port === undefined) return [];
    if (!call.ports.includes(port.name)) return without();
    return this.choose(
      path,
      expression,
      rest.slice(named === undefined ? 0 : 1).join('.'),
      peerAttributes(service, port),
    );
  }

  private store(name: string, rest: readonly string[], expression: string, path: Path): Text {
    const resource = this.world.resources.get(name);
    const { uses, publishes, consumes } = this.self.edges;
    const edges = [...uses, ...publishes, ...consumes].filter((edge) => edge.resource === name);
    const attribute = rest[rest.length - 1] ?? '';
    const part = rest.slice(0, -1).join('.');
    if (resource === undefined) return [];
    if (edges.length === 0) return this.refuse(path, unused(this.self, expression, resource, part));
    const matching: readonly (Use | Part)[] =
      part === ''
        ? edges
        : edges.filter((edge) => edge.part === part || (resource.kind === 'container' && edge.part === ''));
    const [edge] = matching;
    if (edge === undefined) return this.refuse(path, unused(this.self, expression, resource, part));
    const databases = new Set(matching.map((each) => each.part));
    if (
      resource.kind !== 'container' &&
      kindOf(resource).parts?.edge === 'uses' &&
      part === '' &&
      databases.size > 1 &&
      !['host', 'port', 'sslmode', 'user', 'password'].includes(attribute)
    ) {
      this.world.scope.report({
        code: 'ambiguous-reference',
        path,
        value: '',
        rule: `refers to "\${${expression}}", but several databases of ${name} are used`,
        fix: `write \${${name}.${edge.part}.${attribute}}`,
      });
      return [];
    }
    const chosen = resource.kind === 'container' && part !== '' ? part : edge.part;
    return this.choose(
      path,
      expression,
      attribute,
      storeAttributes(this.world, {
        resource,
        part: chosen,
        credential: edge.credential,
        user: userOf(this.world, this.self, edge),
      }),
    );
  }

  private choose(path: Path, expression: string, attribute: string, attributes: Readonly<Record<string, Text>>): Text {
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (value !== undefined) return value;
    return this.refuse(path, unknownAttribute(expression, attribute, Object.keys(attributes)));
  }

  private refuse(path: Path, found: Pick<Finding, 'code' | 'rule' | 'fix'>): Text {
    this.world.scope.report({ ...found, path, value: '' });
    return [];
  }
}

/** Given variables of a container, from its fields. */
export function givenOf(
  fields: { env?: Record<string, Scalar>; passthrough?: string[] },
  path: Path,
  secrets: ReadonlyMap<string, string>,
): Given {
  return {
    env: sortedEntries(fields.env).map(([name, value]) => ({ name, value, path: [...path, 'env', name] })),
    passthrough: [...new Set(fields.passthrough)].sort(),
    secrets,
  };
}
