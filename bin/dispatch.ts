import { types } from 'node:util';
import { exit, Failure } from './exit';
import { handlers } from './handlers';
import type { Io } from './io';
import type { Options } from './options';
import { failureProblem, type Outcome, Refused } from './outcome';
import type { Report } from './report';
import { version } from './version';

/** Runs one command and prints what came of it; gives the code to exit with. */
export async function dispatch(
  command: string,
  args: readonly string[],
  options: Options,
  report: Report,
  io: Io,
): Promise<number> {
  const started = performance.now();
  report.detail(`slipway ${version()}, Node ${process.version}`);
  const outcome = await attempt(command, args, options, report, io);
  await print(command, outcome, report);
  if (outcome.note !== undefined) report.note(outcome.note);
  report.detail(`${command} took ${Math.round(performance.now() - started)} ms, exit code ${outcome.exit}`);
  return outcome.exit;
}

async function attempt(
  command: string,
  args: readonly string[],
  options: Options,
  report: Report,
  io: Io,
): Promise<Outcome> {
  try {
    const handler = await handlers[command]?.();
    if (handler === undefined) throw new Error(`no handler for ${command}`);
    return await handler({ io, report }, args, options);
  } catch (error) {
    if (error instanceof Failure) return failed(error, report);
    if (error instanceof Refused) {
      const { environment, problems, warnings } = error;
      return { exit: exit.invalid, environment, problems, warnings, result: null, text: '', shown: false };
    }
    return bug(error, command, report);
  }
}

/** A failure that has been said on stderr. */
export function failed(failure: Failure, { settings, error, paintError }: Report): Outcome {
  const { message, fix } = failure;
  if (!settings.json) {
    error(`${paintError('red', 'error:')} ${message}${fix === '' ? '' : `\n  ${paintError('dim', `fix: ${fix}`)}`}`);
  }
  const problems = [failureProblem(failure)];
  return { exit: failure.exit, environment: null, problems, result: null, text: '', shown: true };
}

/** Something that should not happen: the one place where a stack is printed. */
export function bug(error: unknown, command: string, report: Report): Outcome {
  const { message, stack } = types.isNativeError(error) ? error : new Error(String(error));
  const fix = 'report it to the maintainers of Slipway, with this text and the description that it happened with';
  const failure = new Failure(exit.bug, 'bug', `this is a bug in Slipway: ${message}`, fix);
  const outcome = failed(failure, report);
  const details = { version: version(), node: process.version, system: `${process.platform} ${process.arch}`, command };
  const listed = Object.entries(details).map(([name, value]) => `  ${name}: ${value}`);
  if (!report.settings.json) report.error([...listed, stack ?? ''].join('\n'));
  return { ...outcome, result: { ...details, stack: stack ?? '' } };
}

/** In the form that was asked for. */
export async function print(command: string, outcome: Outcome, report: Report): Promise<void> {
  const { environment, problems, warnings = [], result } = outcome;
  if (report.settings.json) {
    const ok = outcome.exit === exit.done;
    report.result(JSON.stringify({ schemaVersion: 1, command, ok, environment, problems, warnings, result }, null, 2));
    return;
  }
  if (!outcome.shown && problems.length > 0) {
    const { printProblems } = await import('./problems.js');
    report.error(printProblems(problems, report.paintError).join('\n'));
  }
  if (warnings.length > 0) {
    const { printWarnings } = await import('./problems.js');
    report.note(printWarnings(warnings, report.paintError).join('\n'));
  }
  report.result(outcome.text);
}
