import { join } from 'node:path';
import type { Kafka } from '../../../platform/index';
import { exit, Failure } from '../../exit';
import type { Io } from '../../io';
import { Child, toItsEnd } from '../child';
import { listening } from '../listening';
import type { Stage } from '../stage';
import { folderOf, pathFolders } from './programs';

/** Source of the broker, and of what decides its versions. */
const source = join(__dirname, '..', 'kafka');

/** The broker is built by Go, which a team that writes Go has. */
export function findGo(name: string, env: Io['env']): string {
  const folder = folderOf('go', pathFolders(env));
  if (folder !== undefined) return join(folder, 'go');
  throw new Failure(
    exit.missing,
    'missing-store',
    `${name} needs a Kafka broker, which is built by Go, and this machine has no Go on its PATH`,
    'install Go: https://go.dev/doc/install',
  );
}

/** Builds the broker, and starts it with the topics of the description. It speaks the protocol and keeps its data; one process. */
export async function startKafka(stage: Stage, kafka: Kafka, go: string): Promise<void> {
  const { name, port, topics } = kafka;
  const program = join(stage.state.make('bin'), '.kafka');
  const common = { name, cwd: source, grace: 30, signal: 'SIGTERM', line: stage.line(name, true) } as const;
  // For this machine, and by its own module, whatever the team's workspace says.
  const env = { ...stage.run.io.env, GOWORK: 'off', GOFLAGS: '', GOOS: '', GOARCH: '' };
  const build = { ...common, command: [go, 'build', '-o', program, '.'], env };
  const { ended, tail } = await toItsEnd(build, stage.signal);
  if (ended !== 0) {
    throw new Failure(exit.tool, 'store-failed', `the broker of ${name} does not build (${ended}): ${tail}`);
  }
  const command = [
    program,
    ...['-port', String(port), '-data', stage.state.data(name)],
    ...topics.flatMap((topic) => ['-topic', `${topic.name}:${topic.partitions}`]),
  ];
  const server = new Child({ ...common, command, env: {} });
  await listening(stage, server, port);
}
