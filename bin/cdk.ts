import { readFileSync } from 'node:fs';
import { buildApp } from '../cdk/index';
import { OverrideError } from '../platform/index';
import { exit, Failure } from './exit';
import { type Io, processIo } from './io';
import { open, resolveForOutputs } from './load-environments';
import { Refused, type Run } from './outcome';
import { everywhere, printProblem } from './problems';
import { report } from './report';
import { overrideProblem } from './synth/overrides';

/**
 * The app that cdk.json names: `npx cdk synth -c env=dev`, and the same for diff and deploy. `-c file=other.yaml` names
 * another description. It writes to where the command line of the CDK says, which calls it as a program of its own.
 */
function main(io: Io): number {
  const run: Run = { io, report: report(io, { json: false, quiet: false, verbose: false, color: true }) };
  try {
    synth(run, contextOf(io.env));
    return exit.done;
  } catch (error) {
    const { error: say, paintError } = run.report;
    if (error instanceof Failure) {
      say(`${paintError('red', 'error:')} ${error.message}\n  ${paintError('dim', `fix: ${error.fix}`)}`);
      return error.exit;
    }
    if (!(error instanceof Refused)) throw error;
    say(error.problems.map((problem) => printProblem(problem, paintError)).join('\n'));
    return exit.invalid;
  }
}

function synth(run: Run, { env, file }: { readonly env: unknown; readonly file: unknown }): void {
  const description = typeof file === 'string' && file !== '' ? file : 'platform.yaml';
  if (typeof env !== 'string' || env === '') throw noEnvironment(run, description);
  const opened = open(run, { file: description, environment: env });
  const { runtime } = opened.document.description.environments[env] ?? {};
  if (runtime !== 'ecs') {
    throw new Failure(
      exit.usage,
      'not-on-aws',
      `environment "${env}" runs on ${runtime}, not on ECS`,
      'run `slipway synth` for it',
    );
  }
  for (const { platform } of resolveForOutputs(run, opened)) {
    try {
      buildApp(platform, { strict: run.io.env['CDK_VALIDATION'] === 'true' }).synth();
    } catch (error) {
      if (error instanceof OverrideError) {
        const problem = overrideProblem(opened.document, env, error.output, error.index, error.reason);
        throw new Refused(env, everywhere([problem]));
      }
      throw error;
    }
  }
}

function noEnvironment(run: Run, file: string): Failure {
  const { document } = open(run, { file, environment: undefined });
  const { environments } = document.description;
  const names = document.environments.filter((name) => environments[name]?.runtime === 'ecs');
  const [first] = names;
  return new Failure(
    exit.usage,
    'no-environment',
    'no environment is named',
    first === undefined
      ? `add an environment with runtime: ecs to ${file}`
      : `add -c env=<name>, such as -c env=${first}; ${file} has ${names.join(', ')} on ECS`,
  );
}

/** What the command line of the CDK passes on: `-c` and the context of cdk.json. Long ones are in a file. */
function contextOf(env: Io['env']): { readonly env: unknown; readonly file: unknown } {
  const inline: unknown = JSON.parse(env['CDK_CONTEXT_JSON'] ?? '{}');
  const overflow = env['CONTEXT_OVERFLOW_LOCATION_ENV'];
  const more: unknown = overflow === undefined ? {} : JSON.parse(readFileSync(overflow, 'utf8'));
  return { env: undefined, file: undefined, ...Object(more), ...Object(inline) };
}

process.exitCode = main(processIo());
