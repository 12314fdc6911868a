import { schema } from '../platform/index';
import { exampleOf, type Node, typesOf } from './field-types';

/** One field that a description may have, as `slipway explain` and the reference pages show it. */
export interface Field {
  /** `*` stands for a name that the user gives, `[]` for an item of a list: `services.*.routes[].path`. */
  readonly path: string;
  /** Kinds of resource that have it; empty outside resources, and where all have it. */
  readonly kinds: readonly string[];
  /** Ways to write it: `duration`, `map`, `` `disk` ``. */
  readonly types: readonly string[];
  readonly description: string;
  /** As the schema says it: `1 in tier development, 2 in tier production`; '' when there is none. */
  readonly default: string;
  readonly required: boolean;
  /** One value as YAML; '' where the inner fields say it. */
  readonly example: string;
}

/** The parts of an environment, and of the defaults, that repeat what stands elsewhere, by the same keys. */
const repeated = /^(environments\.\*\.(services|jobs|resources|gateway)|defaults\.(services|jobs|named\.\*))$/;

/** Every field of the language, in the order of the schema. */
export function fields(): Field[] {
  const root = schema() as Node & { definitions?: Record<string, Node>; else?: Node };
  const walk = new Walk(root.definitions ?? {});
  walk.inside({ ...root, properties: { ...root.properties, ...root.else?.properties } }, '', []);
  return merged(walk.found);
}

class Walk {
  readonly found: Field[] = [];

  constructor(private readonly definitions: Readonly<Record<string, Node>>) {}

  /** The fields of the maps that a value may be. */
  inside(node: Node, path: string, kinds: readonly string[]): void {
    if (repeated.test(path)) return;
    for (const branch of this.branches(node)) {
      const kind = path === 'resources.*' ? this.kindOf(branch) : kinds;
      for (const [key, inner] of Object.entries(branch.properties ?? {})) {
        this.field(inner, path === '' ? key : `${path}.${key}`, kind, branch.required?.includes(key) === true);
      }
      if (typeof branch.additionalProperties === 'object') this.item(branch.additionalProperties, `${path}.*`, kind);
      if (branch.items !== undefined) this.item(branch.items, `${path}[]`, kind);
    }
  }

  private field(node: Node, path: string, kinds: readonly string[], required: boolean): void {
    const branches = this.branches(node);
    const { description, fallback } = split(this.describe(node));
    this.found.push({
      path,
      kinds,
      types: typesOf(branches),
      description,
      default: fallback,
      required,
      example: exampleOf(branches),
    });
    this.inside(node, path, kinds);
  }

  /** A named entry or an item: a field of its own only where there is something to say about it. */
  private item(node: Node, path: string, kinds: readonly string[]): void {
    const branches = this.branches(node);
    const said = this.describe(node);
    if (said !== '' || branches.every((branch) => branch.properties === undefined))
      this.field(node, path, kinds, false);
    else this.inside(node, path, kinds);
  }

  /** The ways to write a value, without references and unions. */
  private branches(node: Node): Node[] {
    if (node.$ref !== undefined) return this.branches(this.definitions[node.$ref.replace(/^.*\//, '')] ?? {});
    const inner = node.anyOf ?? node.oneOf ?? node.allOf;
    return inner === undefined ? [node] : inner.flatMap((each) => this.branches(each));
  }

  /** The description that stands nearest. */
  private describe(node: Node): string {
    if (node.description !== undefined) return node.description;
    if (node.$ref !== undefined) return this.describe(this.definitions[node.$ref.replace(/^.*\//, '')] ?? {});
    const [only] = node.allOf ?? [];
    return only === undefined ? '' : this.describe(only);
  }

  private kindOf(branch: Node): string[] {
    const kind = branch.properties?.['kind'];
    return kind === undefined
      ? []
      : this.branches(kind).flatMap(({ const: value }) => (value === undefined ? [] : [String(value)]));
  }
}

/** A description and the default that it ends with. */
function split(text: string): { description: string; fallback: string } {
  const at = text.search(/(^|\s)Default: /);
  if (at < 0) return { description: text, fallback: '' };
  const fallback = text.slice(at).trim().slice('Default: '.length).replace(/\.$/, '');
  return { description: text.slice(0, at).trim(), fallback };
}

/** The same field of several kinds of resource, once. */
function merged(list: readonly Field[]): Field[] {
  const all = [...new Set(list.flatMap(({ kinds }) => kinds))];
  const groups = new Map<string, Field>();
  for (const field of list) {
    const key = JSON.stringify({
      ...field,
      kinds: [],
      types: field.path === 'resources.*.kind' ? [] : field.types,
      example: '',
    });
    const known = groups.get(key);
    const kinds = [...new Set([...(known?.kinds ?? []), ...field.kinds])];
    groups.set(key, { ...(known ?? field), kinds, types: [...new Set([...(known?.types ?? []), ...field.types])] });
  }
  return [...groups.values()].map((field) => (field.kinds.length === all.length ? { ...field, kinds: [] } : field));
}

/**
 * The fields that a text may mean: `services.scale.min`, `services.orders.scale.min` and `scale.min` are the same one.
 * Exact ones alone where there are any; else those that end so.
 */
export function lookUp(text: string, list: readonly Field[]): Field[] {
  const wanted = text.split('.').filter((part) => part !== '');
  const exact = list.filter(({ path }) => covers(steps(path), wanted));
  // `services.scale` is the field, although it could be a service of that name.
  const named = exact.filter(({ path }) => /[^*\]]$/.test(path));
  if (exact.length > 0) return named.length > 0 ? named : exact;
  return list.filter(({ path }) => {
    const all = steps(path);
    return all.some((step, at) => at > 0 && step !== '*' && covers(all.slice(at), wanted));
  });
}

/** `*` for a name or an item. */
function steps(path: string): string[] {
  return path.replaceAll('[]', '.*').split('.');
}

/** Whether a path is meant, where names and items may be left out. */
function covers(path: readonly string[], wanted: readonly string[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return wanted.length === 0;
  const [part, ...others] = wanted;
  if (step === '*' && covers(rest, wanted)) return true;
  if (part === undefined) return false;
  return (step === '*' || step === part) && covers(rest, others);
}
