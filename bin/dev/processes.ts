import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, type Job, resolve, type Service } from '../../platform/index';
import { exit, Failure } from '../exit';
import { stoppable } from '../interrupt';
import type { Ready } from '../load-environments';
import type { Options } from '../options';
import type { Outcome, Run } from '../outcome';
import { toldText, variablesOf } from '../variables/answers';
import { secretsOf } from '../variables/place';
import type { Vault } from '../vault/place';
import { printAddresses, routeAddresses } from './addresses';
import { buildProgram } from './build';
import { type Spec, toItsEnd } from './child';
import { Gateway, isWeb, webRoutes } from './gateway';
import { linePrinter } from './lines';
import { machinePorts } from './ports';
import { preparedSecrets } from './prepared';
import { isReady, mayStart } from './ready';
import { refuseContainersOnly, runsNow } from './refusals';
import { RunningService } from './service';
import { onThisMachine, type Stage } from './stage';
import { type State, stateOf } from './state';
import { findStores, type Starter } from './stores/find';

/** Milliseconds between two looks at what must be ready, and until what is awaited is named. */
const pause = 200;
const silence = 10_000;

/** Seconds that a migration or a job may take to stop when it is asked to. */
const grace = 10;

/** Starts the described services as processes, with stores that run on this machine, until it is asked to stop. */
export function runProcesses(run: Run, document: Document, ready: Ready, options: Options): Promise<Outcome> {
  if (run.report.settings.json) {
    const message = '--json prints one document at the end, and processes run until they are stopped';
    throw new Failure(exit.usage, 'endless-json', message, 'leave out --json');
  }
  refuseContainersOnly(document, ready.platform);
  const { env } = run.io;
  const stores = findStores(ready.platform, env, options.file);
  const vault = preparedSecrets(run, ready.platform, options.file);
  return stoppable(async (asked) => {
    const state = stateOf(options.file, ready.name);
    try {
      await runStage(await stageOf(run, document, ready, options, state, asked), stores, vault, options.file);
    } catch (error) {
      // What was cut short on the way is no failure.
      if (!asked.aborted) throw error;
    } finally {
      state.release();
    }
    const stopped = { exit: exit.interrupted, environment: ready.name, problems: [], result: null, text: '' };
    return { ...stopped, shown: true };
  });
}

/** From the first build to the last stop. */
async function runStage(stage: Stage, stores: readonly Starter[], vault: Vault, description: string): Promise<void> {
  const { run, signal } = stage;
  const services: RunningService[] = [];
  const stopping = () => run.report.note('stopping');
  signal.addEventListener('abort', stopping, { once: true });
  // First, so that nobody else takes its port: until a service is there it answers 502.
  const gateway = await startGateway(stage);
  try {
    const programs = await buildAll(stage, description);
    for (const start of stores) {
      signal.throwIfAborted();
      await start(stage);
    }
    await runOnce(stage, programs);
    await startServices(stage, programs, services);
    await untilReady(stage, services);
    run.report.result(summary(stage, vault));
    await untilAborted(signal);
    signal.throwIfAborted();
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await gateway?.close();
    for (const store of [...stage.stores].reverse()) await store.stop();
  }
}

async function stageOf(
  run: Run,
  document: Document,
  ready: Ready,
  { file }: Options,
  state: State,
  asked: AbortSignal,
): Promise<Stage> {
  const machine = await machinePorts(ready.platform);
  const { platform, problems } = resolve(document, ready.name, machine);
  if (platform === undefined) throw new Error(`ports of this machine: ${problems.map(({ rule }) => rule).join('; ')}`);
  const names = [...platform.resources, ...platform.services, ...platform.jobs].map(({ name }) => name);
  const failed = new AbortController();
  return {
    run,
    platform,
    place: onThisMachine(secretsOf(run, platform, file), run.io.env),
    state,
    stores: [],
    signal: AbortSignal.any([asked, failed.signal]),
    fail: (reason) => failed.abort(reason),
    line: linePrinter(run, names),
  };
}

type Programs = ReadonlyMap<string, string>;

/** One after the other: Go itself uses every processor. */
async function buildAll({ run, platform, state, line, signal }: Stage, description: string): Promise<Programs> {
  const programs = new Map<string, string>();
  const folder = state.make('bin');
  const workloads = [...platform.services, ...platform.jobs.filter(runsNow)];
  for (const [at, { name, image }] of workloads.entries()) {
    if (image.kind !== 'build') continue;
    run.report.progress.step(`building ${name}`, at + 1, workloads.length);
    const around = { description, folder, env: run.io.env, line: line(name), signal };
    programs.set(name, await buildProgram(name, image, around));
  }
  run.report.progress.clear();
  return programs;
}

/** Migrations, then jobs of a deploy: to the end, one after the other. */
async function runOnce(stage: Stage, programs: Programs): Promise<void> {
  const migrations = stage.platform.services.flatMap((service) =>
    service.migrate === null ? [] : [{ service, what: 'migration', part: service.migrate }],
  );
  const jobs = stage.platform.jobs.filter(runsNow).map((job) => ({ service: job, what: 'job', part: job }));
  for (const { service, what, part } of [...migrations, ...jobs]) {
    const failed = (how: string) => new Failure(exit.tool, 'process-failed', `the ${what} of ${service.name} ${how}`);
    const late = setTimeout(() => stage.fail(failed(`takes longer than ${part.timeout}s`)), part.timeout * 1000);
    try {
      const { ended } = await toItsEnd(specOf(stage, programs, service, part, grace), stage.signal);
      if (ended !== 0) throw failed(`ended with ${ended}`);
    } finally {
      clearTimeout(late);
    }
  }
}

/** As the model orders them: a service starts when what it waits for is there. */
async function startServices(stage: Stage, programs: Programs, services: RunningService[]): Promise<void> {
  const { signal } = stage;
  const started = new Set<string>();
  const waiting = patience(
    stage,
    () => stage.platform.services.filter(({ name }) => !started.has(name)),
    'to be started',
  );
  while (started.size < stage.platform.services.length) {
    signal.throwIfAborted();
    for (const service of stage.platform.services) {
      if (started.has(service.name) || !(await mayStart(stage.platform, service.after, started))) continue;
      services.push(new RunningService(service, specOf(stage, programs, service, service, service.drain.grace)));
      started.add(service.name);
    }
    waiting();
    if (started.size < stage.platform.services.length) await sleep(pause);
  }
}

/** Says once whom a start waits for, when that takes long. */
function patience({ run }: Stage, left: () => readonly { readonly name: string }[], what: string): () => void {
  const since = Date.now();
  let said = false;
  return () => {
    if (said || left().length === 0 || Date.now() - since < silence) return;
    said = true;
    const names = left().map(({ name }) => name);
    run.report.note(`still waiting for ${names.join(', ')} ${what}`);
  };
}

/** A program with exactly the variables that the model resolves. */
function specOf(
  { platform, place, line, state }: Stage,
  programs: Programs,
  { name }: Service | Job,
  part: Pick<Service, 'command' | 'args' | 'env'>,
  grace: number,
): Spec {
  const program = programs.get(name);
  if (program === undefined) throw new Error(`nothing was built for ${name}`);
  const words = (list: Service['command']) => list.map((word) => toldText(platform, place, name, word));
  const [first = program, ...rest] = words(part.command);
  // A path is one inside the image, where the program lies.
  const command = [first.startsWith('/') ? program : first, ...rest, ...words(part.args)];
  const variables = variablesOf(platform, place, name, part.env).map((each): [string, string] => [
    each.name,
    each.value,
  ]);
  const env = Object.fromEntries(variables);
  return { name, command, cwd: state.folder, env, signal: 'SIGTERM', grace, line: line(name) };
}

async function startGateway({ platform }: Stage): Promise<Gateway | null> {
  if (webRoutes(platform).length === 0) return null;
  const gateway = new Gateway(platform);
  await gateway.listen();
  return gateway;
}

async function untilReady(stage: Stage, services: readonly RunningService[]): Promise<void> {
  const { run, signal } = stage;
  const waiting = new Set(services);
  const look = patience(stage, () => [...waiting].map(({ service }) => service), 'to get ready');
  while (waiting.size > 0) {
    signal.throwIfAborted();
    for (const each of waiting) if (await isReady(each.service)) waiting.delete(each);
    look();
    if (waiting.size > 0) await sleep(pause);
  }
  run.report.detail('all services are ready');
}

function summary({ platform, state }: Stage, { file }: Vault): string {
  const inside = platform.services.flatMap(({ name, ports }) =>
    ports.map((port) => ({ address: `localhost:${port.number}`, name: `${name} ${port.name}` })),
  );
  const stores = platform.resources
    .filter(({ address }) => address.kind === 'own')
    .map(({ name, port }) => ({ address: `localhost:${port}`, name }));
  const web = routeAddresses(platform, isWeb);
  return [
    printAddresses([...web, ...inside, ...stores]),
    `passwords: ${file}; data: ${state.folder}; stop with Control-C`,
  ].join('\n');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
