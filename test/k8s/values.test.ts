import fc from 'fast-check';
import { lookupOf } from '../../k8s/lookup';
import { Values } from '../../k8s/pod/values';
import type { Ref, Text } from '../../platform/index';
import { workshop } from './workshop';

const lookup = lookupOf(workshop);
const secret = 'p$(x)$$';
const password: Ref = { kind: 'credential', credential: 'main-web', attribute: 'password', inUrl: false };
const host: Ref = { kind: 'service', service: 'store', port: 'http', attribute: 'host' };

/** How Kubernetes expands a text: k8s.io/kubernetes/third_party/forked/golang/expansion/expand.go, step by step. */
function expand(input: string, values: Readonly<Record<string, string>>): string {
  let output = '';
  for (let at = 0; at < input.length; at += 1) {
    const next = input[at + 1];
    if (input[at] !== '$' || next === undefined) output += input[at];
    else if (next === '$') {
      output += '$';
      at += 1;
    } else if (next === '(') {
      const end = input.indexOf(')', at);
      if (end < 0) {
        output += '$(';
        at += 1;
      } else {
        const name = input.slice(at + 2, end);
        output += values[name] ?? `$(${name})`;
        at = end;
      }
    } else {
      output += `$${next}`;
      at += 1;
    }
  }
  return output;
}

/** A container's variables as the kubelet makes them: in their order, each from those before it. */
function run(values: Values): Record<string, string> {
  const known: Record<string, string> = {};
  for (const { name, value, valueFrom } of values.list()) {
    known[name] = valueFrom === undefined ? expand(value ?? '', known) : secret;
  }
  return known;
}

const variable = (name: string, value: Text) => ({ name, value, secret: false, from: 'given' as const });
const meant = (text: Text) =>
  text.map((segment) => (typeof segment === 'string' ? segment : segment === host ? 'store' : secret)).join('');

const piece = fc.oneof(
  fc.constantFrom('$', '$(', '$$', '(A)', ')', 'A', '$(A)', '$(SLIPWAY_MAIN_WEB_PASSWORD)'),
  fc.string(),
);
const texts = fc.array(fc.oneof({ weight: 3, arbitrary: piece }, fc.constant(password), fc.constant(host)), {
  maxLength: 8,
});

describe('texts with references', () => {
  it('say in the container what the description says, whatever dollar signs stand in them', () => {
    fc.assert(
      fc.property(texts, texts, (one, word) => {
        const values = new Values(lookup, [variable('A', one)]);
        const command = values.word(word);
        const known = run(values);
        expect(known['A']).toBe(meant(one));
        expect(expand(command, known)).toBe(meant(word));
      }),
      { numRuns: 500 },
    );
  });

  it('use a variable that is there, and one name for one secret', () => {
    const values = new Values(lookup, [variable('URL', ['a', password]), variable('PASSWORD', [password])]);
    values.word(['-p', password]);
    expect(values.list().map(({ name }) => name)).toEqual(['PASSWORD', 'URL']);
  });

  it('add a variable under a name that is free', () => {
    const values = new Values(lookup, [
      variable('SLIPWAY_MAIN_WEB_PASSWORD', ['mine']),
      variable('URL', ['a', password]),
    ]);
    expect(run(values)).toEqual({
      SLIPWAY_MAIN_WEB_PASSWORD: 'mine',
      SLIPWAY_MAIN_WEB_PASSWORD_: secret,
      URL: `a${secret}`,
    });
  });
});
