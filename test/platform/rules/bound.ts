import { loadText, resolve } from '../../../platform/index';

/** A bound: values on its right side, one of them at it, and values on its wrong side, one of them next to it. */
export interface Bound {
  readonly code: string;
  readonly what: string;
  readonly text: (value: string) => string;
  readonly passes: readonly string[];
  readonly fails: readonly string[];
}

/** Codes of all that is wrong with a text, each once. */
function codesOf(text: string): string[] {
  const { document, problems } = loadText('platform.yaml', text);
  const found =
    document === undefined ? problems : document.environments.flatMap((name) => resolve(document, name).problems);
  return [...new Set(found.map(({ code }) => code))].sort();
}

/** Tests of both sides of each bound: nothing else may be wrong on either. */
export function testBounds(bounds: readonly Bound[]): void {
  const rows = (side: 'passes' | 'fails') =>
    bounds.flatMap((bound) =>
      bound[side].map((value): [string, string, string, string] => [
        bound.what,
        value.length > 20 ? `${value.length} characters` : value,
        bound.code,
        bound.text(value),
      ]),
    );

  it.each(rows('passes'))('%s may be %s', (_what, _value, _code, text) => {
    expect(codesOf(text)).toEqual([]);
  });

  it.each(rows('fails'))('refuses that %s is %s (%s)', (_what, _value, code, text) => {
    expect(codesOf(text)).toEqual([code]);
  });
}
