import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve as resolvePath } from 'node:path';
import type { Image } from '../../platform/index';
import { exit, Failure } from '../exit';
import type { Io } from '../io';
import { toItsEnd } from './child';

type Built = Extract<Image, { kind: 'build' }>;

/** Around a build. */
export interface Building {
  /** Path of the description, beside which the sources are. */
  readonly description: string;
  /** Where programs go. */
  readonly folder: string;
  readonly env: Io['env'];
  /** Each line that the build prints. */
  readonly line: (text: string) => void;
  /** Cuts it short. */
  readonly signal: AbortSignal;
}

/** Seconds that a build may take to stop when it is asked to. */
const grace = 10;

/**
 * Builds the program of a workload: by the description's command, or by `go build` of the package where Go teams keep it.
 * Gives the path of the program.
 */
export async function buildProgram(
  name: string,
  image: Built,
  { description, folder, env, line, signal }: Building,
): Promise<string> {
  const context = join(dirname(resolvePath(description)), image.context);
  if (!existsSync(context)) throw unclear(name, `there is no folder ${image.context}`);
  const out = join(folder, name);
  const command =
    image.command.length > 0
      ? image.command.map((word) => word.replaceAll('{out}', out))
      : ['go', 'build', '-o', out, mainPackage(name, context, image.context)];
  // Never the program of an earlier run.
  rmSync(out, { force: true });
  const { ended } = await toItsEnd({ name, command, cwd: context, env, signal: 'SIGTERM', grace, line }, signal);
  if (ended === 127) {
    throw new Failure(
      exit.missing,
      'no-builder',
      `${command[0]} is not on this machine, so ${name} cannot be built`,
      'install it',
    );
  }
  if (ended !== 0) {
    throw new Failure(exit.tool, 'build-failed', `${name} does not build: ${command.join(' ')} ended with ${ended}`);
  }
  if (!existsSync(out)) {
    const fix = 'write the program to the file that {out} names';
    throw new Failure(exit.tool, 'build-failed', `${name} was not built: ${command.join(' ')} wrote no program`, fix);
  }
  return out;
}

/** cmd/<name>, cmd/<folder>, the only folder in cmd, or the folder itself. */
export function mainPackage(name: string, context: string, shown: string): string {
  if (!existsSync(join(context, 'go.mod'))) {
    throw unclear(name, `there is no go.mod in ${shown}`);
  }
  const cmd = join(context, 'cmd');
  if (!existsSync(cmd)) return '.';
  const programs = readdirSync(cmd, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map((each) => each.name);
  const named = [name, basename(context)].find((each) => programs.includes(each));
  if (named !== undefined) return `./cmd/${named}`;
  const [only, ...others] = programs;
  if (only !== undefined && others.length === 0) return `./cmd/${only}`;
  throw unclear(name, `${shown}/cmd holds ${programs.length === 0 ? 'nothing' : programs.sort().join(', ')}`);
}

function unclear(name: string, why: string): Failure {
  const fix = 'say it: build: { context: ..., command: [go, build, -o, "{out}", ./cmd/...] }';
  return new Failure(
    exit.failed,
    'unclear-build',
    `how ${name} is built without a container is not clear: ${why}`,
    fix,
  );
}
