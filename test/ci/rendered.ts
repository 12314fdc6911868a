import { parse } from 'yaml';
import { render } from '../../ci/index';
import type { Job, Step, Workflow } from '../../ci/workflow';
import type { Platform } from '../../platform/index';
import { documentOf, type Example, platformOf } from '../support/platforms';

/** Every environment of an example, sorted by name. */
export function platformsOf(example: Example): Platform[] {
  return [...documentOf(example).environments].sort().map((environment) => platformOf(example, environment));
}

export interface Written {
  readonly name: string;
  readonly text: string;
  readonly workflow: Workflow & { readonly permissions: unknown; readonly defaults: unknown };
}

/** The workflows of a platform as text, and as YAML reads them. */
export function workflowsOf(platforms: readonly Platform[]): Written[] {
  return [...render(platforms)]
    .filter(([path]) => path.startsWith('.github/workflows/'))
    .map(([path, text]) => ({ name: path.split('/').pop()!, text, workflow: parse(text) }));
}

/** Every job of every workflow, with a name for test titles. */
export function jobsOf(written: readonly Written[]): [string, Job][] {
  return written.flatMap(({ name, workflow }) =>
    Object.entries(workflow.jobs).map(([id, job]): [string, Job] => [`${name} ${id}`, job]),
  );
}

export function stepsOf(written: readonly Written[]): [string, Step][] {
  return jobsOf(written).flatMap(([job, { steps }]) =>
    steps.map((step): [string, Step] => [`${job}: ${step.name ?? step.uses ?? ''}`, step]),
  );
}

export function dataOf<T>(platforms: readonly Platform[], path: string): T {
  return JSON.parse(render(platforms).get(`.github/slipway/${path}`)!) as T;
}
