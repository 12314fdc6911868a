import { type ActionName, action } from './actions';

/** One step. Either `uses` or `run`. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  readonly run?: string;
}

export type Permission = 'read' | 'write';
export type Permissions = Readonly<Partial<Record<'contents' | 'id-token' | 'packages', Permission>>>;

export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress': boolean | string;
}

/** A container beside the job's steps. */
export interface ServiceContainer {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly options: string;
}

/** Every job states its rights and its time limit. */
export interface Job {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly 'runs-on': string;
  readonly environment?: { readonly name: string; readonly url?: string };
  readonly permissions: Permissions;
  readonly concurrency?: Concurrency;
  readonly 'timeout-minutes': number;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly 'fail-fast': boolean; readonly matrix: Readonly<Record<string, string>> };
  readonly services?: Readonly<Record<string, ServiceContainer>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A workflow without what all of them share, which `writeWorkflow` adds. */
export interface Workflow {
  readonly name: string;
  readonly 'run-name'?: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly concurrency?: Concurrency;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A step that uses an action. */
export function use(name: ActionName, step: Omit<Step, 'uses' | 'run'> = {}): Step {
  return { ...step, uses: action(name) };
}

/** A step that runs a script in bash with `-eo pipefail`; text from outside reaches it through `env` alone. */
export function run(name: string, script: string, step: Omit<Step, 'uses' | 'run' | 'name'> = {}): Step {
  return { name, ...step, run: script };
}

/** The sources, without leaving a token in the checkout. */
export function checkout(options: { readonly history: boolean }): Step {
  return use('actions/checkout', {
    with: { ...(options.history ? { 'fetch-depth': 0 } : {}), 'persist-credentials': false },
  });
}

/** An expression. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}
