/** What a renderer gives: paths with forward slashes, relative to the folder of the output, to their texts. */
export type Files = ReadonlyMap<string, string>;

/** Checked and sorted by path, so that what is printed and written never depends on the order of rendering. */
export function sortFiles(files: Iterable<readonly [string, string]>): Files {
  const sorted = new Map<string, string>();
  const entries = [...files].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  for (const [path, text] of entries) {
    if (!isInside(path)) throw new Error(`${JSON.stringify(path)} is no path inside an output`);
    if (sorted.has(path)) throw new Error(`two files have the path ${path}`);
    sorted.set(path, text);
  }
  for (const path of sorted.keys()) {
    const folder = foldersOf(path).find((each) => sorted.has(each));
    if (folder !== undefined) throw new Error(`${folder} is a file, and the folder of ${path}`);
  }
  return sorted;
}

/** Several outputs in one, each below a folder of its own. */
export function mergeFiles(parts: Iterable<readonly [folder: string, files: Files]>): Files {
  return sortFiles(
    [...parts].flatMap(([folder, files]) => [...files].map(([path, text]) => [`${folder}/${path}`, text] as const)),
  );
}

/** Whether a path stays below the folder that it is relative to, on every system. */
export function isInside(path: string): boolean {
  // A drive letter, and what Windows and Unix do not store.
  if (/^[A-Za-z]:|[\\\0]/.test(path)) return false;
  return path.split('/').every((step) => step !== '' && step !== '.' && step !== '..');
}

/** The folders that a path stands in, outermost first: `a/b/c` in `a` and `a/b`. */
export function foldersOf(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, at) => steps.slice(0, at + 1).join('/'));
}
