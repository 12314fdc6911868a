import { nearest, type Platform, type SecretEntry, secretEntries } from '../../platform/index';
import { exit, Failure } from '../exit';
import { open, resolveAll } from '../load-environments';
import type { Options } from '../options';
import { done, type Outcome, type Run } from '../outcome';
import { count } from '../problems';
import { toSetOnAws } from '../vault/aws';
import { type Given, makeSecrets, openNote } from '../vault/make';
import { vaultOf } from '../vault/place';
import { readValue } from '../vault/standard-input';

/** Makes the secret values that an environment still lacks, in a file that git ignores. */
export async function secrets(run: Run, [environment = '']: readonly string[], options: Options): Promise<Outcome> {
  const opened = open(run, { file: options.file, environment });
  const [ready] = resolveAll(run, opened);
  if (ready === undefined) throw new Error(`no environment ${environment}`);
  const { platform } = ready;
  const entries = secretEntries(platform);
  if (platform.environment.aws !== null) return onAws(platform, entries, options);
  return inFile(run, platform, options, entries, await given(run, options.set, entries));
}

function inFile(
  run: Run,
  platform: Platform,
  { file: description }: Options,
  entries: readonly SecretEntry[],
  set: Given | undefined,
): Outcome {
  const { name } = platform.environment;
  const vault = vaultOf(platform, description);
  const { made, present, open: toSet } = makeSecrets(run, vault, entries, set);
  const said = [count(made.length, 'value'), 'made,', String(present.length), 'there already'].join(' ');
  const text = entries.length === 0 ? `${name} needs no secret values` : `${vault.file}: ${said}`;
  const outcome = done(name, { file: vault.file, made, present, toSet }, text);
  return toSet.length === 0 ? outcome : { ...outcome, note: openNote(name, vault, toSet) };
}

async function given(
  { io }: Run,
  variable: string | undefined,
  entries: readonly SecretEntry[],
): Promise<Given | undefined> {
  if (variable === undefined) return undefined;
  const known = entries.filter(({ encodes }) => encodes === '').map((entry) => entry.variable);
  if (known.includes(variable)) return { variable, value: await readValue(io.stdin) };
  const near = nearest(variable, known);
  const fix = near === undefined ? `there are: ${known.join(', ')}` : `did you mean "${near}"?`;
  throw new Failure(exit.usage, 'unknown-secret', `there is no secret value "${variable}"`, fix);
}

/** Nothing to make: the stacks generate there, and what the team must give goes to AWS directly. */
function onAws(platform: Platform, entries: readonly SecretEntry[], { set }: Options): Outcome {
  const { name } = platform.environment;
  const toSet = toSetOnAws(platform, entries);
  if (set !== undefined) {
    const fix = toSet.map(({ command }) => command).join('\n       ');
    throw new Failure(exit.usage, 'values-on-aws', `the secret values of ${name} are kept by AWS, not in a file`, fix);
  }
  const generated = entries.filter(({ source }) => source === 'generated').length;
  const lines = [
    `${name}: AWS generates ${count(generated, 'value')}, ${toSet.length} to be set by you`,
    ...toSet.map(({ command }) => `  ${command}`),
  ];
  const outcome = done(name, { file: null, made: [], present: [], toSet }, lines.join('\n'));
  const forms = [...new Set(toSet.map(({ form }) => form))].filter((form) => form !== '');
  return forms.length > 0 ? { ...outcome, note: forms.join('\n') } : outcome;
}
