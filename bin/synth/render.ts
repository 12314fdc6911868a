import { dirname, join, relative, resolve as resolvePath, sep } from 'node:path';
import { type Files, mergeFiles } from '../../output/index';
import type { Document, Platform } from '../../platform/index';
import type { Run } from '../outcome';
import { turn } from '../progress';
import { renderers, renderWorkflows } from '../renderers';
import type { Part } from './plan';

/** What renderers need besides the parts. */
export interface Work {
  readonly document: Document;
  readonly platforms: ReadonlyMap<string, Platform>;
  /** Folder of all outputs. */
  readonly out: string;
}

/** Renders all parts in memory, each below its folder. */
export async function renderParts(run: Run, parts: readonly Part[], work: Work): Promise<Files> {
  const { progress, detail } = run.report;
  const rendered: [string, Files][] = [];
  for (const [at, part] of parts.entries()) {
    const started = performance.now();
    progress.step(`rendering ${part.folder}`, at + 1, parts.length);
    await turn();
    const files = await renderPart(part, work);
    rendered.push([part.folder, files]);
    detail(`rendered ${part.folder}: ${files.size} files in ${Math.round(performance.now() - started)} ms`);
  }
  progress.clear();
  return mergeFiles(rendered);
}

async function renderPart({ output, folder, environments }: Part, { document, platforms, out }: Work): Promise<Files> {
  const list = environments.flatMap((name) => platforms.get(name) ?? []);
  const [first] = list;
  if (first === undefined) throw new Error(`no environment for ${folder}`);
  if (output === 'ci') return renderWorkflows(list);
  return renderers[output](first, { root: rootFrom(join(out, folder), document.file) });
}

/** From a folder of the output to that of the description, as it stands in files: with forward slashes. */
function rootFrom(folder: string, file: string): string {
  return relative(resolvePath(folder), dirname(resolvePath(file)))
    .split(sep)
    .join('/');
}
