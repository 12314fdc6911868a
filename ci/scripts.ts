import * as build from './scripts/build';
import * as ecs from './scripts/ecs';
import * as images from './scripts/images';
import * as kubernetes from './scripts/kubernetes';
import * as pullRequest from './scripts/pull-request';
import * as rollback from './scripts/rollback';
import * as smoke from './scripts/smoke';
import { run, type Step, type Workflow } from './workflow';

/**
 * Programs of bash that steps run from files, since several jobs share them. Each reads what it needs from variables that
 * its step or its job sets, and keeps files for later steps in `$RUNNER_TEMP`.
 */
const scripts = { ...build, ...ecs, ...images, ...kubernetes, ...pullRequest, ...rollback, ...smoke };
type ScriptName = keyof typeof scripts;

const folder = '.github/slipway/scripts';

/** A step that runs a script of the checkout. */
export function runScript(label: string, script: ScriptName, step: Omit<Step, 'uses' | 'run' | 'name'> = {}): Step {
  return run(label, `bash "$GITHUB_WORKSPACE/${fileOf(script)}"`, step);
}

/** The text of a script, for a job that has no checkout. */
export function inline(script: ScriptName): string {
  return scripts[script];
}

/** The files of the scripts that some workflow runs: path to text, without a header. */
export function scriptFiles(workflows: readonly Workflow[]): [string, string][] {
  const runs = workflows.flatMap(({ jobs }) =>
    Object.values(jobs).flatMap(({ steps }) => steps.map((step) => step.run)),
  );
  return (Object.keys(scripts) as ScriptName[])
    .filter((name) => runs.some((text) => text?.includes(fileOf(name))))
    .map((name) => [fileOf(name), scripts[name]]);
}

/** `runEcsTasks` becomes `run-ecs-tasks.sh`. */
function fileOf(script: ScriptName): string {
  return `${folder}/${script.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.sh`;
}
