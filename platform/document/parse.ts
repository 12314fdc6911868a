import { closeSync, openSync, readSync } from 'node:fs';
import { type Problem, sortProblems } from '../problems/problem';
import { checkCharacters, decode } from './decode';
import { readPlain } from './plain-yaml';
import { type Fault, Lines, type Path, type Source, type Spelling, type Spot } from './source';

export type { Path, Place, Source } from './source';

/** What a text holds. With problems there may be a source too, so that the rest of it is checked in the same run. */
export interface Parsed {
  readonly source?: Source;
  readonly problems: Problem[];
}

/** A description may have this many bytes. One of 1000 services has about a third of it. */
const largest = 1024 * 1024;

/** A file that is no description can be wrong in a hundred thousand places. */
const mostProblems = 100;

/** Faults after which the rest of a document still means what it says. */
const recoverable = new Set([
  'ambiguous-number',
  'duplicate-key',
  'key-not-text',
  'merge-key',
  'not-text',
  'reserved-key',
  'yaml-tag',
]);

/** Reads a description from a file. What is wrong with the file is a problem like any other. */
export function readDescription(path: string): Parsed {
  let bytes: Uint8Array;
  try {
    bytes = readStart(path, largest + 1);
  } catch (error) {
    return { problems: [unreadable(path, error)] };
  }
  return parseText(path, bytes);
}

/** Reads a description: YAML 1.2, of which JSON is a part. `file` is only named. */
export function parseText(file: string, text: string | Uint8Array): Parsed {
  const size = typeof text === 'string' ? Buffer.byteLength(text) : text.byteLength;
  if (size > largest) {
    const rule = `is larger than ${largest / 1024} KiB, the most that is read`;
    return { problems: [fileProblem(file, 'too-large', rule, 'give the description itself, or split the platform')] };
  }
  const decoded = typeof text === 'string' ? checkCharacters(text) : decode(text);
  const lines = new Lines(decoded.text);
  const problems: Problem[] = [];
  const report = (fault: Fault) => {
    if (problems.length < mostProblems) problems.push(problemOf(file, lines, fault));
  };
  if (decoded.fault !== undefined) {
    report({ ...decoded.fault, code: 'not-text', path: [], value: '' });
    return { problems };
  }
  const root = readSpots(decoded.text, lines, report);
  const usable = root !== undefined && problems.every((problem) => recoverable.has(problem.code));
  return { source: usable ? sourceOf(file, lines, root) : undefined, problems: sortProblems(problems) };
}

/**
 * The values of a text. Descriptions as people write them are read by `plain`; whatever it does not know goes to the YAML
 * package, which is loaded only then: it takes ten times as long, most of a `slipway check`.
 */
function readSpots(text: string, lines: Lines, report: (fault: Fault) => void): Spot | undefined {
  const plain = readPlain(text);
  if (plain !== undefined) return plain;
  const { readYaml } = require('./full-yaml') as typeof import('./full-yaml');
  return readYaml(text, lines, report);
}

function sourceOf(file: string, lines: Lines, root: Spot): Source {
  const find = (path: Path) => findSpot(root, path);
  return {
    file,
    value: root.value,
    real: (path) => path,
    place: (path) => {
      const { spot, found } = find(path);
      return lines.placeOf(found ? spot.start : spot.key);
    },
    keyPlace: (path) => lines.placeOf(find(path).spot.key),
    written: (path) => {
      const { spot, found } = find(path);
      return found ? spot.written : undefined;
    },
    spellings: () => [...spellingsIn(root, [])],
  };
}

function* spellingsIn({ value, written, children }: Spot, path: Path): Iterable<Spelling> {
  const isWord = typeof value === 'number' || typeof value === 'boolean';
  if (isWord && written !== undefined && written !== String(value)) yield { path, written };
  for (const [step, child] of children ?? []) yield* spellingsIn(child, [...path, step]);
}

/** The spot at a path, or the last one on the way there. */
function findSpot(root: Spot, path: Path): { spot: Spot; found: boolean } {
  let spot = root;
  for (const step of path) {
    const next = spot.children?.get(step);
    if (next === undefined) return { spot, found: false };
    spot = next;
  }
  return { spot, found: true };
}

function problemOf(file: string, lines: Lines, fault: Fault): Problem {
  const { code, path, value, rule, fix } = fault;
  const field = path.length === 0 ? 'the file' : path.join('.');
  return { code, file, ...lines.placeOf(fault.offset), field, value, rule, fix };
}

/** At most `most` bytes of a file, so that a large one, or a device without end, costs nothing. */
function readStart(path: string, most: number): Uint8Array {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(most);
    let length = 0;
    while (length < most) {
      const count = readSync(descriptor, bytes, length, most - length, null);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function unreadable(file: string, error: unknown): Problem {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return fileProblem(file, 'missing-file', 'does not exist', 'give the path of the description with --file');
  }
  if (code === 'EISDIR') {
    return fileProblem(file, 'is-a-directory', 'is a directory', 'give the file inside it with --file');
  }
  const reason = code === 'EACCES' || code === 'EPERM' ? 'may not be read by this user' : `cannot be read: ${message}`;
  return fileProblem(file, 'unreadable-file', reason, 'change its permissions, or give another file with --file');
}

function fileProblem(file: string, code: string, rule: string, fix: string): Problem {
  return { code, file, line: 1, column: 1, field: 'the file', value: '', rule, fix };
}
