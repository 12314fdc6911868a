/** What a renderer gives: paths with forward slashes, relative to the folder of the output, to their texts. */
export type Files = ReadonlyMap<string, string>;

/** Checked and sorted by path, so that what is printed and written never depends on the order of rendering. */
export function sortFiles(files: Iterable<readonly [string, string]>): Files {
  const entries = [...files];
  for (const [path] of entries) checkPath(path);
  const sorted = new Map(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  if (sorted.size !== entries.length)
    throw new Error(`two files have the path ${twice(entries.map(([path]) => path))}`);
  return sorted;
}

/** Several outputs in one, each below a folder of its own. */
export function mergeFiles(parts: Iterable<readonly [folder: string, files: Files]>): Files {
  return sortFiles(
    [...parts].flatMap(([folder, files]) => [...files].map(([path, text]) => [`${folder}/${path}`, text] as const)),
  );
}

function checkPath(path: string): void {
  const steps = path.split('/');
  if (
    path.startsWith('/') ||
    path.includes('\\') ||
    steps.some((step) => step === '' || step === '.' || step === '..')
  ) {
    throw new Error(`${JSON.stringify(path)} is no path inside an output`);
  }
}

function twice(paths: readonly string[]): string {
  return paths.find((path, at) => paths.indexOf(path) !== at) ?? '';
}
