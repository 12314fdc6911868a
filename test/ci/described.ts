import { type Document, formatProblem, loadText, type Platform, resolve } from '../../platform/index';

/** Every environment of a description, sorted by name. */
export function described(text: string): Platform[] {
  const { document, problems } = loadText('platform.yaml', text);
  const names = document === undefined ? [] : [...document.environments].sort();
  const resolved = names.map((name) => resolve(document as Document, name));
  const all = [...problems, ...resolved.flatMap((each) => each.problems)];
  if (all.length > 0) throw new Error(all.map(formatProblem).join('\n'));
  return resolved.flatMap(({ platform }) => (platform === undefined ? [] : [platform]));
}
