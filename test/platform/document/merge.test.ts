import fc from 'fast-check';
import { at, merge } from '../../../platform/document/merge';

/** Values as YAML gives them. Few keys, so that the two of a pair meet often. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), fc.boolean(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'toString'), tie('value')),
}));
/** What the base holds: no null, which has a meaning only in what is laid over it. */
const whole = value.filter((one) => !JSON.stringify(one).includes('null'));
const full = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'toString'), whole);
const map = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'toString'), value);

describe('merging', () => {
  it('changes nothing where the second is the first', () => {
    fc.assert(fc.property(whole, (one) => expect(merge(one, one)).toEqual(one)));
  });

  it('comes to the same a second time', () => {
    fc.assert(
      fc.property(full, map, (base, over) => {
        const once = merge(base, over);
        expect(merge(once, over)).toEqual(once);
      }),
    );
  });

  it('leaves both as they were', () => {
    fc.assert(
      fc.property(full, map, (base, over) => {
        const before = JSON.stringify([base, over]);
        merge(base, over);
        expect(JSON.stringify([base, over])).toBe(before);
      }),
    );
  });

  it('has the keys of both, without those that are null, and no others', () => {
    fc.assert(
      fc.property(full, map, (base, over) => {
        const taken = Object.keys(over).filter((key) => over[key] === null);
        const keys = new Set([...Object.keys(base), ...Object.keys(over)].filter((key) => !taken.includes(key)));
        expect(new Set(Object.keys(merge(base, over) as object))).toEqual(keys);
      }),
    );
  });

  it('takes every value that is no map from the second', () => {
    const leaves = (inside: unknown, path: string[] = []): [string[], unknown][] =>
      typeof inside === 'object' && inside !== null && !Array.isArray(inside) && Object.keys(inside).length > 0
        ? Object.entries(inside).flatMap(([key, each]) => leaves(each, [...path, key]))
        : [[path, inside]];
    fc.assert(
      fc.property(full, map, (base, over) => {
        const whole = merge(base, over);
        for (const [path, leaf] of leaves(over)) {
          // An empty map adds nothing to a map.
          if (path.length > 0 && JSON.stringify(leaf) !== '{}') expect(at(whole, path)).toEqual(leaf ?? undefined);
        }
      }),
    );
  });

  it('leaves no null in maps', () => {
    fc.assert(
      fc.property(full, map, (base, over) => {
        const nulls = (inside: unknown): boolean =>
          inside === null ||
          (typeof inside === 'object' && !Array.isArray(inside) && Object.values(inside).some(nulls));
        expect(nulls(merge(base, over))).toBe(false);
      }),
    );
  });

  it('is the base where there is nothing over it', () => {
    expect(merge({ a: 1 }, undefined)).toEqual({ a: 1 });
    expect(merge(undefined, { a: 1 })).toEqual({ a: 1 });
  });

  it('replaces lists, and short forms by long ones', () => {
    expect(merge({ zones: ['a', 'b'] }, { zones: ['c'] })).toEqual({ zones: ['c'] });
    expect(merge({ scale: 2, drain: '5s' }, { scale: { min: 1 } })).toEqual({ scale: { min: 1 }, drain: '5s' });
    expect(merge({ scale: { min: 1, cpu: 60 } }, { scale: { min: 4 } })).toEqual({ scale: { min: 4, cpu: 60 } });
  });
});

describe('the value at a path', () => {
  it('is what stands there', () => {
    expect(at({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  });

  it('is undefined beside it, also where objects have something by themselves', () => {
    expect(at({ a: 1 }, ['a', 'b'])).toBeUndefined();
    expect(at({}, ['toString'])).toBeUndefined();
    expect(at([], ['length', 'x'])).toBeUndefined();
    expect(at(null, ['a'])).toBeUndefined();
  });
});
