import { types } from 'node:util';
import { compareFiles, type Files, ForeignFile, writeFiles } from '../../output/index';
import { OverrideError, type Platform } from '../../platform/index';
import { exit, Failure } from '../exit';
import { uninterrupted } from '../interrupt';
import { type Opened, open, resolveForOutputs, warningsOf } from '../load-environments';
import type { Options } from '../options';
import { done, type Outcome, Refused, type Run } from '../outcome';
import { count, everywhere, printGivenUp } from '../problems';
import { overrideProblems } from '../synth/overrides';
import { ownedFolders, type Part, plan, readOutputs } from '../synth/plan';
import { renderParts } from '../synth/render';
import { filesOf, printTree, type SizedFile } from '../synth/tree';

/** What a run works on after everything is rendered. */
interface Rendered {
  readonly environment: string | null;
  readonly out: string;
  readonly files: Files;
  readonly owned: readonly string[];
  readonly sized: ReadonlyMap<string, readonly SizedFile[]>;
}

/** Makes the outputs: everything in memory first, so that whatever goes wrong changes no file. */
export async function synth(run: Run, names: readonly string[], options: Options): Promise<Outcome> {
  const wanted = readOutputs(names);
  const opened = open(run, options);
  const parts = plan(wanted, opened);
  // Environments of which nothing is wanted may have problems.
  const needed = {
    ...opened,
    names: opened.names.filter((name) => parts.some((part) => part.environments.includes(name))),
  };
  const ready = resolveForOutputs(run, needed);
  const platforms = new Map(ready.map(({ name, platform }) => [name, platform]));
  const { out } = options;
  const files = await rendering(run, opened, parts, platforms, out);
  const owned = ownedFolders(parts, wanted, opened.environment);
  const rendered = { environment: opened.environment, out, files, owned, sized: filesOf(parts, files) };
  try {
    const outcome = options.check ? await compare(rendered) : await write(run, rendered);
    const notes = [...(outcome.note === undefined ? [] : [outcome.note]), ...printGivenUp(ready)];
    return { ...outcome, warnings: warningsOf(ready), ...(notes.length > 0 ? { note: notes.join('\n') } : {}) };
  } catch (error) {
    throw explained(error, out);
  }
}

/** Renders all parts. Where an override changes nothing, all such overrides are said. */
async function rendering(
  run: Run,
  { document, environment }: Opened,
  parts: readonly Part[],
  platforms: ReadonlyMap<string, Platform>,
  out: string,
): Promise<Files> {
  try {
    return await renderParts(run, parts, { document, platforms, out });
  } catch (error) {
    if (!(error instanceof OverrideError)) throw error;
    run.report.progress.clear();
    throw new Refused(environment, everywhere(await overrideProblems(document, parts, platforms)));
  }
}

async function write({ report }: Run, { environment, out, files, owned, sized }: Rendered): Promise<Outcome> {
  const { written, unchanged, removed, edited } = await uninterrupted(() => writeFiles(out, files, { owned }));
  const notes = [
    `${count(files.size, 'file')}: ${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`,
    ...edited.map((path) => `${out}/${path} had been edited by hand: put such a change into the description`),
  ];
  const result = { out, outputs: Object.fromEntries(sized), written, unchanged, removed, edited };
  const text = report.settings.quiet ? '' : printTree(out, sized, report.paint);
  return { ...done(environment, result, text), note: notes.join('\n') };
}

async function compare({ environment, out, files, owned }: Rendered): Promise<Outcome> {
  const { missing, different, extra } = await compareFiles(out, files, { owned });
  const lines = [
    ...different.map((path) => `changed  ${out}/${path}`),
    ...missing.map((path) => `missing  ${out}/${path}`),
    ...extra.map((path) => `extra    ${out}/${path}`),
  ];
  const result = { out, missing, different, extra };
  if (lines.length === 0) return done(environment, result, `${out} is up to date: ${count(files.size, 'file')}`);
  const last = `${count(lines.length, 'difference')}; run \`slipway synth\` to write them`;
  return { ...done(environment, result, [...lines, last].join('\n')), exit: exit.failed };
}

/** What a file system refuses is no bug of ours. */
function explained(error: unknown, out: string): unknown {
  if (error instanceof ForeignFile) {
    return new Failure(exit.failed, 'foreign-file', error.message, 'move it away, or write elsewhere with --out');
  }
  if (types.isNativeError(error) && 'syscall' in error && 'code' in error) {
    return new Failure(
      exit.failed,
      'cannot-write',
      `cannot write to ${out}: ${error.message}`,
      'nothing was changed; mend this and run it again',
    );
  }
  return error;
}
