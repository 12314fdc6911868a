import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { Files } from '../output/index';
import type { Platform } from '../platform/index';
import { buildApp } from './app';

/**
 * The cloud assembly of an environment: templates, manifests, and the code of the functions. Nothing in it depends on the
 * machine, so that two runs give the same bytes; `npx cdk deploy --app dist/<environment>/cdk` deploys it.
 */
export function render(platform: Platform): Files {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-cdk-'));
  const traces = Error.stackTraceLimit;
  // An acknowledged rule is written with the stack of who acknowledged it, and that names folders of this machine.
  Error.stackTraceLimit = 0;
  try {
    buildApp(platform, { outdir }).synth();
    return filesIn(outdir);
  } finally {
    Error.stackTraceLimit = traces;
    rmSync(outdir, { recursive: true, force: true });
  }
}

function filesIn(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]));
}
