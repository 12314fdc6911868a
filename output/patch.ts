export type Patched = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/**
 * One change by JSON pointer (RFC 6901) on plain data. `set` adds or replaces a key whose parent exists (`-` appends to a
 * list); `remove` takes away what exists. The input is not changed.
 */
export function applyPatch(value: unknown, pointer: string, op: 'set' | 'remove', replacement: unknown): Patched {
  if (pointer !== '' && !pointer.startsWith('/')) return { ok: false, reason: `path "${pointer}" must start with "/"` };
  const keys = pointer.split('/').slice(1).map(unescapeKey);
  return change(value, keys, 0, op, replacement);
}

function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function change(
  value: unknown,
  keys: readonly string[],
  at: number,
  op: 'set' | 'remove',
  replacement: unknown,
): Patched {
  const key = keys[at];
  if (key === undefined) {
    if (op === 'remove') return { ok: false, reason: 'the whole target cannot be removed' };
    return { ok: true, value: replacement };
  }
  const last = at === keys.length - 1;
  if (Array.isArray(value)) return changeList(value, keys, at, op, replacement, last);
  if (typeof value !== 'object' || value === null) return missing(keys, at);
  const present = Object.hasOwn(value, key);
  if (!present && !(last && op === 'set')) return missing(keys, at);
  if (last && op === 'remove') {
    return { ok: true, value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) };
  }
  const inner = change((value as Record<string, unknown>)[key], keys, at + 1, op, replacement);
  return inner.ok ? { ok: true, value: { ...value, [key]: inner.value } } : inner;
}

function changeList(
  list: readonly unknown[],
  keys: readonly string[],
  at: number,
  op: 'set' | 'remove',
  replacement: unknown,
  last: boolean,
): Patched {
  const key = keys[at] ?? '';
  if (last && op === 'set' && key === '-') return { ok: true, value: [...list, replacement] };
  const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
  if (index < 0 || index >= list.length) return missing(keys, at);
  if (last && op === 'remove') return { ok: true, value: list.filter((_, place) => place !== index) };
  const inner = change(list[index], keys, at + 1, op, replacement);
  return inner.ok ? { ok: true, value: list.map((item, place) => (place === index ? inner.value : item)) } : inner;
}

function missing(keys: readonly string[], at: number): Patched {
  return { ok: false, reason: `path "/${keys.slice(0, at + 1).join('/')}" does not exist` };
}
