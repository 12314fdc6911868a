import { exit, Failure } from '../exit';
import { laptopEnvironment } from '../laptop';
import { open, resolveForOutputs } from '../load-environments';
import type { Options } from '../options';
import type { Outcome, Run } from '../outcome';

/** Starts an environment on this machine: in containers, or as processes. */
export async function dev(run: Run, _args: readonly string[], options: Options): Promise<Outcome> {
  const building = options.processes === true ? 'nowhere' : 'here';
  const { name, platform } = laptopEnvironment(run, options, building);
  const { runtime } = platform.environment;
  if (runtime !== 'compose') {
    const message = `environment ${name} has runtime ${runtime}, and \`slipway dev\` starts what runs on compose`;
    throw new Failure(exit.usage, 'not-a-laptop', message, 'name an environment with runtime: compose');
  }
  const opened = open(run, { file: options.file, environment: name }, building);
  const [ready] = resolveForOutputs(run, opened);
  if (ready === undefined) throw new Error(`no environment ${name}`);
  if (options.processes === true) {
    return (await import('../dev/processes.js')).runProcesses(run, opened.document, ready, options);
  }
  return (await import('../dev/containers.js')).runContainers(run, ready, options);
}
