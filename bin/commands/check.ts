import type { Platform } from '../../platform/index';
import { exit } from '../exit';
import { open, type Ready, resolveForOutputs, warningsOf } from '../load-environments';
import type { Options } from '../options';
import { done, type Outcome, Refused, type Run } from '../outcome';
import { count, everywhere, printGivenUp, printProblems } from '../problems';
import { overrideProblems } from '../synth/overrides';
import { plan } from '../synth/plan';
import { table } from '../table';

/** Everything that is wrong with the description, in file order. */
export async function check(run: Run, _args: readonly string[], options: Options): Promise<Outcome> {
  try {
    const opened = open(run, options, 'here');
    const ready = resolveForOutputs(run, opened);
    const platforms = new Map(ready.map(({ name, platform }) => [name, platform]));
    const overrides = await overrideProblems(opened.document, plan([], opened), platforms);
    if (overrides.length > 0) throw new Refused(opened.environment, everywhere(overrides), warningsOf(ready));
    const text = run.report.settings.quiet ? '' : valid(options.file, ready);
    const environments = ready.map(({ platform, givenUp }) => ({ ...summary(platform), givenUp }));
    return { ...done(opened.environment, { environments }, text), warnings: warningsOf(ready) };
  } catch (error) {
    if (error instanceof Refused) return invalid(run, error);
    throw error;
  }
}

/** The problems are the result of this command, so they go to stdout. */
function invalid({ report }: Run, { environment, problems, warnings }: Refused): Outcome {
  const lines = printProblems(problems, report.paint);
  if (!report.settings.quiet) lines.push(count(problems.length, 'problem'));
  return { exit: exit.invalid, environment, problems, warnings, result: null, text: lines.join('\n'), shown: true };
}

function valid(file: string, ready: readonly Ready[]): string {
  const rows = ready.map(({ platform: { environment, services, jobs, resources } }) => [
    `  ${environment.name}`,
    `${environment.runtime}, ${environment.tier}`,
    `${count(services.length, 'service')}, ${count(jobs.length, 'job')}, ${count(resources.length, 'resource')}`,
  ]);
  return [`${file} is valid: ${count(ready.length, 'environment')}`, ...table(rows), ...printGivenUp(ready)].join('\n');
}

function summary({ environment, services, jobs, resources }: Platform): Record<string, string | number> {
  const { name, runtime, tier } = environment;
  return { name, runtime, tier, services: services.length, jobs: jobs.length, resources: resources.length };
}
