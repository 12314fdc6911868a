import type { Origin, Places, Platform, Variable } from '../../platform/index';
import type { Field } from '../fields';

/** Path in the resolved model, entries of lists by their names: `services`, `orders`, `scale`, `min`. */
export type ModelPath = readonly string[];

/** A field of the description, or why there is none. `$` is the environment, `*` one name, `**` the rest. */
type Target = { readonly field: string } | { readonly reason: string };
const field = (path: string): Target => ({ field: path });
const reason = (text: string): Target => ({ reason: text });

/** Where the model has other words than the description. The first line that fits counts. */
const translations: readonly (readonly [pattern: string, target: Target])[] = [
  ['name', field('platform')],
  ['environment.name', field('environments.$')],
  ['environment.posture.**', reason('by tier')],
  ['environment.aws.**', field('environments.$.**')],
  ['environment.kubernetes.podSecurity', reason('whether anything takes ports of its node or may run as root')],
  ['environment.**', field('environments.$.**')],
  ['gateway.used', reason('whether a route needs it')],
  ['gateway.scheme', field('gateway.tls')],
  ['gateway.host', field('environments.$.domain')],
  ['gateway.url', reason('scheme, host and port')],
  ['gateway.certificate.name', field('gateway.certificate')],
  ['gateway.certificate.kind', field('gateway.certificate')],
  ['credentials.**', reason('from the edges')],
  ['secrets.**', reason('from the secrets of the workloads')],
  ['meshes.*.members', field('meshes.*')],
  ['flows.**', reason('from the edges')],
  ['services.*.kind', reason('from the section that it stands in')],
  ['jobs.*.kind', reason('from the section that it stands in')],
  ['*.*.name', reason('its key')],
  ['*.*.**.image.kind', reason('image or build')],
  ['*.*.**.image.name', reason('the first workload with this build')],
  ['*.*.**.image.reference', field('*.*.**.image')],
  ['*.*.**.image.*', field('*.*.**.build.*')],
  ['*.*.**.user.*', field('*.*.**.user')],
  ['*.*.drain.shutdown', field('*.*.drain')],
  ['*.*.drain.*', reason('from drain')],
  ['*.*.trigger.kind', field('*.*.schedule')],
  ['*.*.trigger.*', field('*.*.*')],
  ['*.*.health.startup', field('*.*.health.startup')],
  ['*.*.health.*.**', field('*.*.health.*')],
  ['resources.*.container.**', field('resources.*.**')],
  ['resources.*.address.host', field('resources.*.external.host')],
  ['resources.*.address.kind', field('resources.*.provider')],
  ['resources.*.port', field('resources.*.external.port')],
  ['resources.*.admin', reason('from the kind of store')],
  ['resources.*.sslmode', reason('from the provider')],
];

/** Of an amount, where one stands for both: what is written of the other is what was said. */
const twins: Readonly<Record<string, string>> = { request: 'limit', limit: 'request' };

/** Says where each value of one environment comes from. */
export class Origins {
  private readonly defaults = new Trie();

  constructor(
    readonly platform: Platform,
    private readonly places: Places,
    fields: readonly Field[],
  ) {
    for (const { path, kinds, default: fallback } of fields) {
      if (fallback === '') continue;
      const steps = path.replaceAll('[]', '.*').split('.');
      // What only some kinds of resource have stands under their kinds: the same key may have another default in each.
      if (kinds.length === 0) this.defaults.add(steps, fallback);
      for (const kind of kinds) this.defaults.add([steps[0] ?? '', kind, ...steps.slice(2)], fallback);
    }
  }

  of(path: ModelPath): Origin {
    const target = this.translate(path);
    if ('reason' in target) {
      const by = target.reason === 'by tier' ? `tier ${this.platform.environment.tier}` : target.reason;
      return { kind: 'default', reason: by };
    }
    const keys = target.field.split('\0');
    const written = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const own = this.places.origin(written, this.fallback(keys));
    if (own.kind === 'default' && keys.at(-2) === 'files') return this.ofCertificate(keys, own);
    const other = twins[keys.at(-1) ?? ''];
    if (own.kind !== 'default' || other === undefined) return own;
    return this.places.origin([...written.slice(0, -1), other], this.fallback(keys));
  }

  /** A variable stands under `env`, `secrets` or `passthrough`, or nowhere when the contract gives it. */
  ofVariable(container: ModelPath, { name, value, from }: Variable): Origin {
    if (from === 'contract') return { kind: 'default', reason: 'contract' };
    const [head = '', owner = '', ...rest] = container;
    const base = head === 'resources' && rest[0] === 'container' ? [head, owner, ...rest.slice(1)] : container;
    const plain = this.places.origin([...base, 'env', name], '');
    if (plain.kind !== 'default') return plain;
    const passed = value.some((segment) => typeof segment !== 'string' && segment.kind === 'passthrough');
    return this.places.origin([...base, passed ? 'passthrough' : 'secrets', name], 'decided by Slipway');
  }

  /** A file of a certificate stands under `tls` by its folder. */
  private ofCertificate(keys: readonly string[], otherwise: Origin): Origin {
    const folder = (keys.at(-1) ?? '').replace(/\/tls\.(crt|key)$/, '');
    const found = this.places.origin([...keys.slice(0, -2), 'tls', folder], '');
    return found.kind === 'default' ? otherwise : found;
  }

  private fallback([head = '', name = '', ...rest]: readonly string[]): string {
    const implied = rest[0] === 'after' ? 'from uses' : 'decided by Slipway';
    const kind = head === 'resources' ? this.platform.resources.find((each) => each.name === name)?.kind : undefined;
    return this.defaults.find([head, kind ?? name, ...rest].filter((step) => step !== '')) ?? implied;
  }

  private translate(path: ModelPath): Target {
    for (const [pattern, target] of translations) {
      const captured = match(pattern.split('.'), path);
      if (captured === undefined) continue;
      return 'reason' in target ? target : field(this.fill(target.field.split('.'), captured).join('\0'));
    }
    return field(path.join('\0'));
  }

  private fill(pattern: readonly string[], captured: Captured): string[] {
    const singles = [...captured.singles];
    const rests = [...captured.rests];
    return pattern.flatMap((step) => {
      if (step === '$') return [this.platform.environment.name];
      if (step === '**') return rests.shift() ?? [];
      return step === '*' ? [singles.shift() ?? ''] : [step];
    });
  }
}

interface Captured {
  readonly singles: readonly string[];
  readonly rests: readonly (readonly string[])[];
}

function match(pattern: readonly string[], path: ModelPath): Captured | undefined {
  const [step, ...steps] = pattern;
  if (step === undefined) return path.length === 0 ? { singles: [], rests: [] } : undefined;
  if (step === '**') {
    for (let taken = path.length; taken >= 0; taken--) {
      const rest = match(steps, path.slice(taken));
      if (rest !== undefined) return { singles: rest.singles, rests: [path.slice(0, taken), ...rest.rests] };
    }
    return undefined;
  }
  const [key, ...keys] = path;
  if (key === undefined || (step !== '*' && step !== key)) return undefined;
  const rest = match(steps, keys);
  if (rest === undefined) return undefined;
  return { singles: step === '*' ? [key, ...rest.singles] : rest.singles, rests: rest.rests };
}

/** Defaults by path, where `*` in the path stands for any key. */
class Trie {
  private readonly children = new Map<string, Trie>();
  private value: string | undefined;

  add([step, ...rest]: readonly string[], value: string): void {
    if (step === undefined) {
      this.value ??= value;
      return;
    }
    const child = this.children.get(step) ?? new Trie();
    this.children.set(step, child);
    child.add(rest, value);
  }

  /** Of the path, or of the nearest field around it: `cpu` says the default of `cpu.limit` too. */
  find([step, ...rest]: readonly string[]): string | undefined {
    if (step === undefined) return this.value;
    return this.children.get(step)?.find(rest) ?? this.children.get('*')?.find(rest) ?? this.value;
  }
}
