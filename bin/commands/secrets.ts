import { dirname, join, relative, resolve as resolvePath } from 'node:path';
import { nearest, type Platform, type SecretEntry, secretEntries } from '../../platform/index';
import { exit, Failure } from '../exit';
import { open, resolveAll } from '../open';
import type { Options } from '../options';
import { done, type Outcome, type Run } from '../outcome';
import { count } from '../problems';
import { loginForm, toSetOnAws } from '../vault/aws';
import { envFile } from '../vault/env-file';
import type { Fill, Filled } from '../vault/fill';
import { refuseTracked } from '../vault/git';
import { manifests } from '../vault/manifests';
import { readPrivate, writePrivate } from '../vault/private-file';
import { readValue } from '../vault/standard-input';
import { randomValue } from '../vault/value';

/** Makes the secret values that an environment still lacks, in a file that git ignores. */
export async function secrets(run: Run, [environment = '']: readonly string[], options: Options): Promise<Outcome> {
  const opened = open(run, { file: options.file, environment });
  const [ready] = resolveAll(run, opened);
  if (ready === undefined) throw new Error(`no environment ${environment}`);
  const { platform } = ready;
  const entries = secretEntries(platform);
  if (platform.environment.aws !== null) return onAws(platform, entries, options);
  const { name, runtime, namespace } = platform.environment;
  const folder = dirname(resolvePath(options.file));
  const path = `secrets/${name}.${runtime === 'kubernetes' ? 'yaml' : 'env'}`;
  const file = relative(process.cwd(), join(folder, path));
  const header = `# Secret values of ${platform.name}, environment ${name}. Made by \`slipway secrets ${name}\`: never commit this file.`;
  const fill = runtime === 'kubernetes' ? manifests(file, header, namespace) : envFile(header);
  const set = await given(run, options.set, entries);
  refuseTracked(folder, path, run.io.env);
  return inFile(run, { environment: name, file, fill, entries, set });
}

interface InFile {
  readonly environment: string;
  readonly file: string;
  readonly fill: Fill;
  readonly entries: readonly SecretEntry[];
  /** A value that the user gives. */
  readonly set?: { readonly variable: string; readonly value: string };
}

function inFile({ report }: Run, { environment, file, fill, entries, set }: InFile): Outcome {
  const before = readPrivate(file, report.note);
  const filled = fill(before, entries, (entry) => {
    if (entry.variable === set?.variable) return set.value;
    return entry.source === 'generated' ? randomValue() : '';
  });
  if (set !== undefined && filled.present.includes(set.variable)) {
    throw new Failure(exit.failed, 'value-exists', `${set.variable} has a value already`, `edit ${file} to change it`);
  }
  if (filled.text !== before && entries.length > 0) writePrivate(file, filled.text);
  const { made, present, open: toSet } = filled;
  const said = [count(made.length, 'value'), 'made,', String(present.length), 'there already'].join(' ');
  const text = entries.length === 0 ? `${environment} needs no secret values` : `${file}: ${said}`;
  const outcome = done(environment, { file, made, present, toSet }, text);
  return toSet.length === 0 ? outcome : { ...outcome, note: openNote(environment, file, filled) };
}

function openNote(environment: string, file: string, { open: names }: Filled): string {
  const how = `in ${file}, or: slipway secrets ${environment} --set ${names[0]} < file-with-the-value`;
  return [`to be set by you, ${how}`, ...names.map((name) => `  ${name}`)].join('\n');
}

async function given(
  { io }: Run,
  variable: string | undefined,
  entries: readonly SecretEntry[],
): Promise<InFile['set']> {
  if (variable === undefined) return undefined;
  const known = entries.map((entry) => entry.variable);
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
  return toSet.some(({ command }) => command.endsWith('.json')) ? { ...outcome, note: loginForm } : outcome;
}
