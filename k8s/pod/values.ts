import type { Ref, Text, Variable } from '../../platform/index';
import type { Lookup } from '../lookup';
import { type Answer, answer } from '../refs';
import type { EnvVar, EnvVarSource } from '../types';

/**
 * The variables of one container, and the texts of its command that use them.
 *
 * Kubernetes puts a secret into a text by `$(NAME)` of a variable that stands before it in the list. A variable whose
 * whole value is that secret is used where there is one; otherwise a variable `SLIPWAY_...` is added.
 */
export class Values {
  private readonly sources = new Map<string, EnvVarSource>();
  private readonly variableOf = new Map<string, string>();
  private readonly texts = new Map<string, string>();
  private readonly given: ReadonlySet<string>;

  constructor(
    private readonly lookup: Lookup,
    variables: readonly Variable[],
  ) {
    this.given = new Set(variables.map(({ name }) => name));
    const mixed: Variable[] = [];
    for (const variable of variables) {
      const whole = variable.value.length === 1 ? this.sourceOf(variable.value[0]) : undefined;
      if (whole === undefined) mixed.push(variable);
      else this.add(variable.name, whole);
    }
    for (const { name, value } of mixed) this.texts.set(name, this.word(value));
  }

  /** A text as `env`, `command` and `args` take it. */
  word(text: Text): string {
    let result = '';
    // From the end, since what a dollar sign means depends on what follows it.
    for (const segment of text.toReversed()) {
      const part = typeof segment === 'string' ? segment : this.part(segment);
      result = typeof part === 'string' ? escaped(part, result) : `$(${part.variable})${result}`;
    }
    return result;
  }

  words(texts: readonly Text[]): string[] {
    return texts.map((text) => this.word(text));
  }

  /** Name of the variable that holds what a reference stands for; added if none does. */
  variable(ref: Answer & { kind: 'source' }): string {
    const known = this.variableOf.get(JSON.stringify(ref.source));
    if (known !== undefined) return known;
    let name = ref.variable;
    while (this.given.has(name) || this.sources.has(name)) name += '_';
    this.add(name, ref.source);
    return name;
  }

  /** Sources first: a text may use only what stands before it. */
  list(): EnvVar[] {
    return [
      ...sorted(this.sources).map(([name, valueFrom]): EnvVar => ({ name, valueFrom })),
      ...sorted(this.texts).map(([name, value]): EnvVar => ({ name, value })),
    ];
  }

  private sourceOf(segment: Text[number] | undefined): EnvVarSource | undefined {
    if (segment === undefined || typeof segment === 'string') return undefined;
    const found = answer(this.lookup, segment);
    return found.kind === 'source' ? found.source : undefined;
  }

  private part(ref: Ref): string | { readonly variable: string } {
    const found = answer(this.lookup, ref);
    return found.kind === 'text' ? found.text : { variable: this.variable(found) };
  }

  private add(name: string, from: EnvVarSource): void {
    this.sources.set(name, from);
    const key = JSON.stringify(from);
    if (!this.variableOf.has(key)) this.variableOf.set(key, name);
  }
}

/** What a dollar sign before it is doubled for. */
const opens = /[$(]|[^\0-\x7f]/;

/**
 * A literal text before the rest, where `$(` opens a variable and `$$` is one dollar sign (k8s.io/kubernetes/third_party/forked/golang/expansion).
 * Before a character beyond ASCII it is doubled too: versions up to the fix of kubernetes/kubernetes#136325 break that
 * character, and all of them read two as one. Other dollar signs stay as they are.
 */
function escaped(text: string, rest: string): string {
  const whole = text + rest;
  if (!text.includes('$')) return whole;
  return text.replaceAll('$', (_, at: number) => (opens.test(whole.charAt(at + 1)) ? '$$' : '$')) + rest;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
