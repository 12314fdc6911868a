import { type Alias, isAlias, isMap, isScalar, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { deepest, type Fault, refusedKeys, type Spot, unstorable } from './source';

/** As many values may come from aliases. */
const mostAliased = 10_000;

/**
 * Turns the nodes of a document into values. What it refuses it hands to `report` and leaves out, so that the rest can be
 * checked in the same run.
 */
export class Reader {
  private readonly anchors = new Map<string, Node>();
  private readonly targets = new Map<Alias, Node>();
  private readonly open = new Set<Node>();
  private readonly path: (string | number)[] = [];
  private aliasDepth = 0;
  private aliased = 0;
  private exhausted = false;

  constructor(private readonly report: (fault: Fault) => void) {}

  /** `key` is the offset of the key that the value stands at. */
  read(node: Node | null, key: number): Spot {
    if (node === null) return { value: null, start: key, key };
    if (isAlias(node)) return this.readAlias(node, key);
    if (node.anchor !== undefined && this.aliasDepth === 0) this.anchors.set(node.anchor, node);
    if (this.aliasDepth > 0) this.aliased++;
    if (isScalar(node)) return this.readScalar(node, key);
    if (this.path.length >= deepest) {
      this.fault(
        'too-deep',
        offsetOf(node, key),
        '',
        `stands more than ${deepest} levels deep`,
        'make the description flatter',
      );
      return { value: null, start: key, key };
    }
    this.open.add(node);
    const spot = isMap<Node | null, Node | null>(node)
      ? this.readMap(node, key)
      : this.readList(node as YAMLSeq<Node>, key);
    this.open.delete(node);
    return spot;
  }

  private readMap(map: YAMLMap<Node | null, Node | null>, key: number): Spot {
    const children = new Map<string, Spot>();
    const value: Record<string, unknown> = {};
    for (const { key: keyNode, value: valueNode } of map.items) {
      const name = this.readKey(keyNode, children, key);
      if (name === undefined) continue;
      const child = this.under(name, valueNode, offsetOf(keyNode, key));
      children.set(name, child);
      value[name] = child.value;
    }
    return { value, start: map.flow ? offsetOf(map, key) : key, key, children };
  }

  private readList(list: YAMLSeq<Node>, key: number): Spot {
    const children = new Map<number, Spot>();
    list.items.forEach((item, at) => {
      children.set(at, this.under(at, item, offsetOf(item, key)));
    });
    const value = [...children.values()].map((child) => child.value);
    return { value, start: list.flow ? offsetOf(list, key) : key, key, children };
  }

  private under(step: string | number, node: Node | null, key: number): Spot {
    this.path.push(step);
    const spot = this.read(node, key);
    this.path.pop();
    return spot;
  }

  /** The text of a key that is new in its map; undefined, and reported, for any other. */
  private readKey(node: Node | null, siblings: ReadonlyMap<string, Spot>, mapKey: number): string | undefined {
    const key = keyText(node);
    const offset = offsetOf(node, mapKey);
    if (key === undefined) {
      const rule =
        isScalar(node) && node.source ? `has the key ${node.source}, which is no text` : 'has a key that is no text';
      this.fault(
        'key-not-text',
        offset,
        '',
        rule,
        'put quotes around the key, or around all of a text that starts with "{" or "["',
      );
      return undefined;
    }
    const refused = siblings.has(key) ? secondKey : refusedKeys.get(key);
    if (refused === undefined) return key;
    this.report({ ...refused, offset, path: [...this.path, key], value: '' });
    return undefined;
  }

  private readAlias(alias: Alias, key: number): Spot {
    const offset = offsetOf(alias, key);
    const none = { value: null, start: offset, key };
    const target = this.targets.get(alias) ?? this.anchors.get(alias.source);
    const name = `*${alias.source}`;
    if (target === undefined) {
      this.fault('yaml-syntax', offset, name, 'but no anchor before it has that name', 'write the value itself');
      return none;
    }
    if (this.exhausted) return none;
    if (this.open.has(target) || this.aliased >= mostAliased) {
      const rule = this.open.has(target)
        ? 'which holds itself'
        : `and aliases stand for more than ${mostAliased} values`;
      this.fault('alias-limit', offset, name, rule, 'write the values themselves');
      // One report says it: the aliases after this one would repeat it.
      this.exhausted = true;
      return none;
    }
    this.targets.set(alias, target);
    this.aliasDepth++;
    const spot = this.read(target, key);
    this.aliasDepth--;
    return { ...spot, start: offset, key };
  }

  private readScalar(scalar: Scalar, key: number): Spot {
    const { value, source: written = '' } = scalar;
    const start = written === '' && value === null ? key : offsetOf(scalar, key);
    if (typeof value === 'string' && unstorable.test(value)) {
      this.fault(
        'not-text',
        start,
        '',
        'holds a character that no target can store',
        'leave out "\\0" and halves of surrogate pairs',
      );
    }
    if (typeof value === 'number' && isAmbiguous(value, written)) {
      this.fault(
        'ambiguous-number',
        start,
        written,
        'which programs read in different ways',
        `write "${written}", in quotes`,
      );
    }
    return { value, start, key, written };
  }

  private fault(code: string, offset: number, value: string, rule: string, fix: string): void {
    this.report({ code, offset, path: [...this.path], value, rule, fix });
  }
}

const secondKey = { code: 'duplicate-key', rule: 'is given twice', fix: 'keep one of the two' };

/** Numbers are keys when they are written as JavaScript prints them, so that `8080` and `"8080"` are one key. */
function keyText(node: Node | null): string | undefined {
  if (!isScalar(node)) return undefined;
  if (typeof node.value === 'string') return node.value;
  return typeof node.value === 'number' && String(node.value) === node.source ? node.source : undefined;
}

/** Leading zeros are octal for YAML 1.1 and not for 1.2; whole numbers above 2^53 lose digits. */
function isAmbiguous(value: number, written: string): boolean {
  return /^[-+]?0\d/.test(written) || (/^[-+]?\d+$/.test(written) && !Number.isSafeInteger(value));
}

function offsetOf(node: Node | null, otherwise: number): number {
  return node?.range?.[0] ?? otherwise;
}
