import { type Files, sortFiles } from '../output/index';
import type { Platform } from '../platform/index';
import { environmentEntry, environmentFile, imageEntries, imagesFile } from './data';
import { imageNames } from './images';
import { notesOf } from './notes';
import { applyOverrides } from './overrides';
import { scriptFiles } from './scripts';
import type { Workflow } from './workflow';
import { deploy, inOrder } from './workflows/deploy';
import { pullRequest } from './workflows/pull-request';
import { rollback } from './workflows/rollback';
import { complete, write, writeData, writeScript } from './write';

/**
 * The workflows of a platform, for all of its environments together: one `Platform` for each, sorted by name. Paths begin
 * with `.github/`, a folder to copy into the repository.
 */
export function render(platforms: readonly Platform[]): Files {
  const targets = inOrder(platforms);
  const workflows = new Map<string, Workflow>([['pull-request.yml', pullRequest()]]);
  if (targets.length > 0) workflows.set('deploy.yml', deploy(targets));
  const built = targets.filter((platform) => imageNames(platform).length > 0);
  if (built.length > 0) workflows.set('rollback.yml', rollback(built));
  const completed = new Map([...workflows].map(([name, workflow]) => [name, complete(workflow)]));
  const patched = applyOverrides(completed, platforms);
  return sortFiles([
    ...[...patched].map(([name, workflow]): [string, string] => [
      `.github/workflows/${name}`,
      write(workflow, name === 'pull-request.yml' ? [] : notesOf(targets)),
    ]),
    ...scriptFiles([...workflows.values()]).map(([path, text]): [string, string] => [path, writeScript(text)]),
    [imagesFile, writeData({ images: imageEntries(platforms) })],
    ...targets.map((platform): [string, string] => [
      environmentFile(platform.environment.name),
      writeData(environmentEntry(platform)),
    ]),
  ]);
}
