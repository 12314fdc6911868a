import { existsSync } from 'node:fs';
import { dirname, resolve as resolvePath } from 'node:path';
import { type Document, load, type Runtime } from '../../platform/index';
import type { Finding } from '../doctor/finding';
import { awsCredentials, cdk, compose, docker, dockerEngine, git, kubectl, node } from '../doctor/programs';
import { exit } from '../exit';
import type { Options } from '../options';
import type { Outcome, Run } from '../outcome';
import { count, everywhere } from '../problems';
import type { Paint } from '../report';
import { table } from '../table';

/** Looks for what the environments of the description need on this machine. */
export function doctor({ io, report }: Run, _args: readonly string[], { file }: Options): Outcome {
  const { document, problems } = existsSync(file) ? load(file) : { problems: [] };
  const findings = [
    { ...node(), needed: true, environments: [] },
    ...describe(file, document, problems.length),
    ...(document === undefined ? [] : machine(dirname(resolvePath(file)), document, io.env)),
    { ...git(io.env), needed: false, environments: [] },
  ];
  const missing = findings.some(({ ok, needed }) => needed && !ok);
  const code = problems.length > 0 ? exit.invalid : missing ? exit.missing : exit.done;
  const text = table(findings.map((each) => row(each, report.paint))).join('\n');
  return { exit: code, environment: null, problems: everywhere(problems), result: { findings }, text, shown: true };
}

function describe(file: string, document: Document | undefined, problems: number): Finding[] {
  const shared = { name: 'description', needed: false, environments: [] };
  if (document !== undefined)
    return [{ ...shared, ok: true, found: `${file}: ${document.environments.join(', ')}`, fix: '' }];
  if (problems > 0)
    return [{ ...shared, ok: false, found: `${file} has ${count(problems, 'problem')}`, fix: 'run `slipway check`' }];
  const fix = 'name it with --file, to see what its runtimes need';
  return [{ ...shared, ok: false, found: `there is no ${file}`, fix }];
}

function machine(folder: string, { description }: Document, env: Run['io']['env']): Finding[] {
  const on = (...runtimes: Runtime[]) =>
    Object.entries(description.environments)
      .filter(([, { runtime }]) => runtimes.includes(runtime))
      .map(([name]) => name)
      .sort();
  const wanted = (
    environments: readonly string[],
    needed: boolean,
    ...found: (() => Omit<Finding, 'needed' | 'environments'>)[]
  ) => (environments.length === 0 ? [] : found.map((look) => ({ ...look(), needed, environments })));
  return [
    ...wanted(on('ecs', 'eks'), true, () => cdk(folder, env)),
    ...wanted(on('ecs', 'eks'), false, () => awsCredentials(env)),
    ...wanted(
      on('compose', 'swarm'),
      true,
      () => docker(env),
      () => dockerEngine(env),
      () => compose(env),
    ),
    ...wanted(on('kubernetes', 'eks'), true, () => kubectl(env)),
  ];
}

function row({ name, ok, needed, found, fix, environments }: Finding, paint: Paint): string[] {
  const mark = ok ? paint('green', '✓') : needed ? paint('red', '✗') : paint('yellow', '-');
  const wants = environments.length === 0 ? '' : `  (${environments.join(', ')}${needed ? '' : ', optional'})`;
  return [mark, name, fix === '' ? `${found}${wants}` : `${found}${wants}  ${paint('dim', `fix: ${fix}`)}`];
}
