import { header, yaml } from '../output/index';
import { actions } from './actions';
import type { Job, Step, Workflow } from './workflow';

const workflowKeys = ['name', 'on', 'permissions', 'concurrency', 'env', 'defaults', 'jobs'];
const jobKeys = [
  'name',
  'needs',
  'if',
  'runs-on',
  'environment',
  'permissions',
  'concurrency',
  'timeout-minutes',
  'outputs',
  'strategy',
  'services',
  'env',
  'steps',
] satisfies (keyof Job)[];
const stepKeys = ['name', 'id', 'if', 'uses', 'with', 'env', 'working-directory', 'run'] satisfies (keyof Step)[];

/** A workflow as plain data, with what all of them share: no rights unless a job states them, and one strict shell. */
export function complete(workflow: Workflow): Record<string, unknown> {
  const jobs = Object.entries(workflow.jobs).map(([id, job]) => {
    const steps = job.steps.map((step) => ordered(step, stepKeys));
    return [id, { ...ordered(job, jobKeys), steps }] as const;
  });
  // `bash` by name also sets `-eo pipefail`, which GitHub's own default does not.
  const shared = { permissions: {}, defaults: { run: { shell: 'bash' } }, jobs: Object.fromEntries(jobs) };
  return ordered({ ...workflow, ...shared }, workflowKeys);
}

/** The text of a workflow. `notes` are what its users must set up. */
export function write(workflow: unknown, notes: readonly string[]): string {
  const top = header({ comment: '#', command, from: 'platform.yaml', notes });
  return `${top}\n${withBlankLines(withVersions(yaml(workflow).replace(/^"on":/m, 'on:')))}`;
}

/** The text of a script that workflows run. */
export function writeScript(text: string): string {
  return `#!/usr/bin/env bash\n${header({ comment: '#', command, from: 'platform.yaml' })}set -euo pipefail\n\n${text}`;
}

/** The text of a file that workflows read. JSON has no comments, so that the first key holds the header. */
export function writeData(data: object): string {
  const [made, edit] = header({ comment: '#', command, from: 'platform.yaml' }).split('\n');
  return `${JSON.stringify({ '//': [made, edit].map((line) => String(line).replace(/^# /, '')), ...data }, null, 2)}\n`;
}

const command = 'npx slipway synth ci, and copy dist/ci/.github into the repository';

/** The same keys in the given order. A key that the order lacks is a mistake of ours. */
function ordered(value: object, keys: readonly string[]): Record<string, unknown> {
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`no place is set for the key "${unknown}"`);
  const values = new Map(Object.entries(value));
  return Object.fromEntries(keys.filter((key) => values.has(key)).map((key) => [key, values.get(key)]));
}

/** Puts the version behind each commit. What an override brought stays as it is. */
function withVersions(text: string): string {
  const versions = new Map(Object.entries(actions).map(([name, { sha, version }]) => [`${name}@${sha}`, version]));
  return text.replaceAll(/^( *(?:- )?uses: )(\S+)$/gm, (line, start: string, reference: string) => {
    const version = versions.get(reference);
    return version === undefined ? line : `${start}${reference} # ${version}`;
  });
}

/** One blank line between the sections, and between the jobs. */
function withBlankLines(text: string): string {
  return text.replaceAll(/\n(?=[a-z"][\w"-]*:| {2}[\w-]+:\n {4}name: )/g, '\n\n').replace('jobs:\n\n', 'jobs:\n');
}
