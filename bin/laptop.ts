import type { Building } from '../platform/index';
import { exit, Failure } from './exit';
import { open, type Ready, resolveAll } from './load-environments';
import type { Options } from './options';
import type { Run } from './outcome';

/** The environment that a person works in: the one that is named, else the only one with runtime compose. */
export function laptopEnvironment(
  run: Run,
  options: Pick<Options, 'file' | 'environment'>,
  building?: Building,
): Ready {
  const name = options.environment ?? onlyLaptop(run, options);
  const [ready] = resolveAll(run, open(run, { file: options.file, environment: name }, building));
  if (ready === undefined) throw new Error(`no environment ${name}`);
  return ready;
}

function onlyLaptop(run: Run, { file }: Pick<Options, 'file'>): string {
  const { document } = open(run, { file });
  const { environments } = document.description;
  const laptops = document.environments.filter((name) => environments[name]?.runtime === 'compose');
  const [only, ...others] = laptops;
  if (only !== undefined && others.length === 0) return only;
  const message =
    only === undefined ? 'no environment has runtime compose' : 'several environments have runtime compose';
  const some = only === undefined ? document.environments : laptops;
  throw new Failure(exit.usage, 'which-environment', message, `name one with --environment: ${some.join(', ')}`);
}
