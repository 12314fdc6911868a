import type { Platform, Text } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import { routes } from './route-places';
import type { Broken, Rule } from './rule';
import { containers } from './walk';

/** Linux, execve(2): bytes of one word or one variable, the NUL at its end included (MAX_ARG_STRLEN). */
const longestWord = 131_072;
/** The same: all words and variables together, each with its NUL and a pointer; a quarter of the usual stack of 8 MiB. */
const longestAll = 2 * 1024 * 1024;
const pointer = 8;

interface Word {
  readonly path: Path;
  readonly bytes: number;
}

/** Bytes that are written. What a reference becomes is known on the target alone, and is short. */
function bytesOf(text: Text): number {
  return text.reduce((sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : 0), 0) + 1;
}

interface Started {
  readonly command: readonly Text[];
  readonly args: readonly Text[];
  readonly env: readonly { readonly name: string; readonly value: Text }[];
}

function wordsOf(path: Path, { command, args, env }: Started, written: ReadonlySet<string>): Word[] {
  const list = (key: string, words: readonly Text[]) =>
    words.map((word, at) => ({ path: [...path, key, at], bytes: bytesOf(word) }));
  return [
    ...list('command', command),
    ...list('args', args),
    // Those that Slipway gives are made of names, whose lengths have a rule of their own.
    ...env
      .filter(({ name }) => written.has(name))
      .map(({ name, value }) => ({
        path: [...path, 'env', name],
        bytes: Buffer.byteLength(name) + 1 + bytesOf(value),
      })),
  ];
}

/** Every program that is started, with its words. */
function* started(scope: Scope, platform: Platform): Iterable<{ path: Path; words: Word[] }> {
  for (const { path, container, fields } of containers(scope, platform))
    yield { path, words: wordsOf(path, container, new Set(Object.keys(fields.env ?? {}))) };
  for (const { name, migrate } of platform.services) {
    const given = scope.merged.services[name]?.migrate;
    if (migrate === null || given === undefined) continue;
    const own = Array.isArray(given) ? {} : (given.env ?? {});
    const path = ['services', name, 'migrate'];
    yield { path, words: wordsOf(path, migrate, new Set(Object.keys(own))) };
  }
}

function* argumentLength(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, words } of started(scope, platform)) {
    const long = words.find(({ bytes }) => bytes > longestWord);
    if (long !== undefined) {
      const rule = `has ${long.bytes - 1} bytes, but a kernel starts no program with a word or variable of more than ${longestWord - 1}`;
      yield { path: long.path, value: '', rule, fix: 'give it as a file: files:' };
      continue;
    }
    const all = words.reduce((sum, { bytes }) => sum + bytes + pointer, 0);
    if (all <= longestAll) continue;
    const rule = `has words and variables of ${all} bytes together, but a kernel starts no program with more than ${longestAll}`;
    yield { path, key: true, value: '', rule, fix: 'give the long ones as files: files:' };
  }
}

/** Gateway API, HTTPRouteMatch and HTTPHeaderFilter: 16; HAProxy, Limits: 64 words of a line, of which a header of a check is three. */
const mostHeaders = 16;

function* headerCount(scope: Scope, platform: Platform): Iterable<Broken> {
  const { gateway } = platform;
  const lists: { path: Path; count: number }[] = [
    { path: ['gateway', 'headers'], count: gateway.used ? Object.keys(gateway.headers).length : 0 },
  ];
  for (const { path, route } of routes(scope, platform))
    lists.push({ path: [...path, 'headers'], count: Object.keys(route.headers).length });
  for (const { path, headers } of checks(platform)) lists.push({ path, count: headers });
  for (const { path, count } of lists) {
    if (count <= mostHeaders) continue;
    const rule = `has ${count} headers, but gateways take ${mostHeaders} in one place`;
    yield { path, key: true, value: '', rule, fix: `keep ${mostHeaders} of them at most` };
  }
}

function checks({ services, resources }: Platform): { path: Path; headers: number }[] {
  const owners = [
    ...services.map((each) => ({ path: ['services', each.name], health: each.health })),
    ...resources.flatMap((each) =>
      each.kind === 'container' ? [{ path: ['resources', each.name], health: each.health }] : [],
    ),
  ];
  return owners.map(({ path, health }) => ({
    path: [...path, 'health'],
    headers: Math.max(
      0,
      ...[health.liveness, health.readiness].map((probe) =>
        probe?.action.kind === 'http' ? Object.keys(probe.action.headers).length : 0,
      ),
    ),
  }));
}

export const lengthRules: readonly Rule[] = [
  {
    code: 'argument-length',
    summary:
      'A word of a command and a variable have 131071 bytes at most, and all of a program 2 MiB: the kernel of Linux starts no program with more.',
    fix: 'give long texts as files',
    find: argumentLength,
  },
  {
    code: 'header-count',
    summary: 'A route, a check and the gateway have 16 headers at most, as the Gateway API says and HAProxy reads.',
    fix: 'keep 16 headers at most',
    find: headerCount,
  },
];
