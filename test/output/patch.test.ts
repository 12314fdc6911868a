import { applyPatch } from '../../output/patch';

const whole = () => ({
  name: 'web',
  spec: { replicas: 2, empty: {}, list: ['a', 'b', { c: 1 }] },
  'a/b': { 'c~d': 1 },
  '': 'nameless',
  toString: { own: true },
});

/** A path, what is set there, and what stands there then, by the keys on the way. */
const sets: readonly [path: string, value: unknown, made: object][] = [
  ['/name', 'api', { ...whole(), name: 'api' }],
  ['/spec/replicas', 3, { ...whole(), spec: { ...whole().spec, replicas: 3 } }],
  ['/spec/replicas', null, { ...whole(), spec: { ...whole().spec, replicas: null } }],
  ['/spec/more', { a: 1 }, { ...whole(), spec: { ...whole().spec, more: { a: 1 } } }],
  ['/spec/empty/first', true, { ...whole(), spec: { ...whole().spec, empty: { first: true } } }],
  ['/spec/list/0', 'z', { ...whole(), spec: { ...whole().spec, list: ['z', 'b', { c: 1 }] } }],
  ['/spec/list/2/c', 2, { ...whole(), spec: { ...whole().spec, list: ['a', 'b', { c: 2 }] } }],
  ['/spec/list/2/d', 2, { ...whole(), spec: { ...whole().spec, list: ['a', 'b', { c: 1, d: 2 }] } }],
  ['/spec/list/-', 'end', { ...whole(), spec: { ...whole().spec, list: ['a', 'b', { c: 1 }, 'end'] } }],
  ['/a~1b/c~0d', 2, { ...whole(), 'a/b': { 'c~d': 2 } }],
  ['/', 'named', { ...whole(), '': 'named' }],
  ['/toString/own', false, { ...whole(), toString: { own: false } }],
];

const removes: readonly [path: string, made: object][] = [
  ['/name', Object.fromEntries(Object.entries(whole()).filter(([key]) => key !== 'name'))],
  ['/spec/replicas', { ...whole(), spec: { empty: {}, list: whole().spec.list } }],
  ['/spec/list/1', { ...whole(), spec: { ...whole().spec, list: ['a', { c: 1 }] } }],
  ['/spec/list/0', { ...whole(), spec: { ...whole().spec, list: ['b', { c: 1 }] } }],
  ['/spec/list/2/c', { ...whole(), spec: { ...whole().spec, list: ['a', 'b', {}] } }],
  ['/a~1b/c~0d', { ...whole(), 'a/b': {} }],
];

/** Paths that lead nowhere, and how far they lead. */
const nowhere: readonly [op: 'set' | 'remove', path: string, missing: string][] = [
  ['set', '/nothing/here', '/nothing'],
  ['set', '/spec/nothing/here', '/spec/nothing'],
  ['set', '/name/first', '/name/first'],
  ['set', '/spec/replicas/0', '/spec/replicas/0'],
  ['set', '/spec/list/3', '/spec/list/3'],
  ['set', '/spec/list/-1', '/spec/list/-1'],
  ['set', '/spec/list/01', '/spec/list/01'],
  ['set', '/spec/list/1.0', '/spec/list/1.0'],
  ['set', '/spec/list/length', '/spec/list/length'],
  ['set', '/spec/list/-/c', '/spec/list/-'],
  ['set', '/constructor/name', '/constructor'],
  ['set', '/__proto__/polluted', '/__proto__'],
  ['remove', '/nothing', '/nothing'],
  ['remove', '/spec/nothing', '/spec/nothing'],
  ['remove', '/spec/list/3', '/spec/list/3'],
  ['remove', '/spec/list/-', '/spec/list/-'],
  ['remove', '/spec/constructor', '/spec/constructor'],
];

describe('a patch', () => {
  it.each(sets)('sets %s to %j', (path, value, made) => {
    expect(applyPatch(whole(), path, 'set', value)).toEqual({ ok: true, value: made });
  });

  it.each(removes)('takes %s away', (path, made) => {
    expect(applyPatch(whole(), path, 'remove', undefined)).toEqual({ ok: true, value: made });
  });

  it.each(nowhere)('refuses to %s %s, whose part %s is not there', (op, path, missing) => {
    expect(applyPatch(whole(), path, op, 1)).toEqual({
      ok: false,
      reason: expect.stringContaining(`"${missing}"`),
    });
  });

  it('replaces the whole target, and refuses to take it away', () => {
    expect(applyPatch(whole(), '', 'set', [1])).toEqual({ ok: true, value: [1] });
    expect(applyPatch(whole(), '', 'remove', undefined)).toMatchObject({ ok: false });
  });

  it('refuses a path that does not start at the top', () => {
    expect(applyPatch(whole(), 'name', 'set', 1)).toEqual({ ok: false, reason: 'path "name" must start with "/"' });
  });

  it('leaves what it is given as it was', () => {
    const before = whole();
    applyPatch(before, '/spec/list/2/c', 'set', 9);
    applyPatch(before, '/spec/list/0', 'remove', undefined);
    applyPatch(before, '/spec/empty/a', 'set', 9);
    expect(before).toEqual(whole());
  });

  it('keeps the order of keys, so that the text changes in one place', () => {
    const made = applyPatch(whole(), '/name', 'set', 'api');
    expect(made.ok && Object.keys(made.value as object)).toEqual(Object.keys(whole()));
  });
});
