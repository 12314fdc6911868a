import { nearest } from '../../platform/index';
import { exit, Failure } from '../exit';
import type { Opened } from '../load-environments';
import { type Output, outputs } from '../options';
import { outputsOf } from '../renderers';

/** One output to make. */
export interface Part {
  /** Below the folder of all outputs: `dev/cdk`, `ci`. */
  readonly folder: string;
  readonly output: Output;
  /** All of them for `ci`, one for the others. */
  readonly environments: readonly string[];
}

/** The names of outputs that stand on the command line. */
export function readOutputs(names: readonly string[]): Output[] {
  return names.map((name) => {
    const known = outputs.find((output) => output === name);
    if (known !== undefined) return known;
    const near = nearest(name, outputs);
    const fix = near === undefined ? `there are: ${outputs.join(', ')}` : `did you mean "${near}"?`;
    throw new Failure(exit.usage, 'unknown-output', `there is no output "${name}"`, fix);
  });
}

/** What must be made; with no output named, everything that the environments have. */
export function plan(wanted: readonly Output[], { document, names, environment }: Opened): Part[] {
  if (wanted.includes('ci') && environment !== null) {
    const fix = 'leave out --environment, or ci';
    throw new Failure(exit.usage, 'workflows-of-one', 'the workflows are made of all environments together', fix);
  }
  const asked = (output: Output) => wanted.length === 0 || wanted.includes(output);
  const parts: Part[] = names.flatMap((name) =>
    outputsIn(document, name)
      .filter(asked)
      .map((output) => ({ folder: `${name}/${output}`, output, environments: [name] })),
  );
  if (asked('ci') && environment === null) parts.push({ folder: 'ci', output: 'ci', environments: names });
  // An output that was named and that no environment has would be ignored in silence.
  const idle = wanted.find((output) => !parts.some((part) => part.output === output));
  if (idle === undefined) return parts;
  const has = names.map((name) => `${name} has ${outputsIn(document, name).join(', ')}`);
  throw new Failure(exit.usage, 'idle-output', `no environment here has the output ${idle}`, has.join('; '));
}

function outputsIn({ description }: Opened['document'], name: string): readonly Output[] {
  const runtime = description.environments[name]?.runtime;
  return runtime === undefined ? [] : outputsOf[runtime];
}

/**
 * The folders of which the parts are all, so that what an earlier run left there goes: everywhere when all was asked for, since an
 * environment may be no more; all of an environment that was asked for as a whole, since its runtime may be another one.
 */
export function ownedFolders(parts: readonly Part[], wanted: readonly Output[], environment: string | null): string[] {
  // An environment may be called `ci`, so that folder is not the workflows' alone.
  if (wanted.length > 0) return parts.map(({ folder }) => (folder === 'ci' ? 'ci/.github' : folder));
  if (environment === null) return [''];
  return outputs.filter((output) => output !== 'ci').map((output) => `${environment}/${output}`);
}
