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

/**
 * The same before kubernetes/kubernetes#136325: the byte after a dollar sign became a character of its own, so that of a
 * character of several bytes the first one was broken.
 */
function expandBytes(input: string, values: Readonly<Record<string, string>>): string {
  const bytes = Buffer.from(input);
  // One character for each byte; what stands after a dollar sign is written as the character that has its number.
  const text = expand(bytes.toString('latin1'), latin1(values));
  let broken = '';
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0x24) continue;
    if ((bytes[at + 1] ?? 0) >= 0x80) broken = ' (broken)';
    at += 1;
  }
  return Buffer.from(text, 'latin1').toString() + broken;
}

function latin1(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
  );
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

  it.each([
    ['100$€', '100$$€'],
    ['a$$é', 'a$$$$é'],
    ['$é', '$$é'],
    ['$𝄞$', '$$𝄞$'],
    ['$é$(é', '$$é$$(é'],
    ['é$', 'é$'],
    ['$e', '$e'],
  ])('double a dollar sign before a character beyond ASCII, which older versions break: %s', (text, written) => {
    const values = new Values(lookup, [variable('A', [text])]);
    expect(values.list()[0]?.value).toBe(written);
    expect(values.word([text])).toBe(written);
    expect([expand(written, {}), expandBytes(written, {})]).toEqual([text, text]);
  });

  it('arrive on versions that break such characters', () => {
    const wide = fc.array(fc.constantFrom('$', '$$', '$(', 'é', '€', '𝄞', 'a', ')'), { maxLength: 10 });
    fc.assert(
      fc.property(wide, (parts) => {
        const text = parts.join('');
        const values = new Values(lookup, [variable('A', [text])]);
        expect(expandBytes(values.list()[0]?.value ?? '', {})).toBe(text);
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
