import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, type Job, resolve, type Service } from '../../platform/index';
import { exit, Failure } from '../exit';
import { stoppable } from '../interrupt';
import type { Ready } from '../open';
import type { Options } from '../options';
import type { Outcome, Run } from '../outcome';
import { toldText, variablesOf } from '../variables/answers';
import { secretsOf } from '../variables/place';
import type { Vault } from '../vault/place';
import { printAddresses, routeAddresses } from './addresses';
import { buildProgram } from './build';
import { type Spec, toItsEnd } from './child';
import { Gateway, webRoutes } from './gateway';
import { linePrinter } from './lines';
import { machinePorts } from './ports';
import { preparedSecrets } from './prepared';
import { isReady, mayStart } from './ready';
import { refuseContainersOnly, runsNow } from './refusals';
import { RunningService } from './service';
import { onThisMachine, type Stage } from './stage';
import { stateOf } from './state';
import { findStores } from './stores/find';

/** Milliseconds between two looks at what must be ready. */
const pause = 200;

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
  return stoppable(async (signal) => {
    const stage = await stageOf(run, document, ready, options);
    const services: RunningService[] = [];
    let gateway: Gateway | null = null;
    try {
      const programs = await buildAll(stage, options.file, signal);
      for (const start of stores) {
        signal.throwIfAborted();
        await start(stage);
      }
      await runOnce(stage, programs, signal);
      await startServices(stage, programs, services, signal);
      gateway = await startGateway(stage);
      await Promise.race([untilReady(stage, services, signal), lostStore(stage)]);
      run.report.result(summary(stage, vault));
      await Promise.race([untilAborted(signal), lostStore(stage)]);
    } catch (error) {
      // What was cut short on the way is no failure.
      if (!signal.aborted) throw error;
    } finally {
      run.report.note('stopping');
      await Promise.all(services.map((service) => service.stop()));
      await gateway?.close();
      for (const store of [...stage.stores].reverse()) await store.stop();
    }
    const stopped = { exit: exit.interrupted, environment: ready.name, problems: [], result: null, text: '' };
    return { ...stopped, shown: true };
  });
}

async function stageOf(run: Run, document: Document, ready: Ready, { file }: Options): Promise<Stage> {
  const machine = await machinePorts(ready.platform);
  const { platform, problems } = resolve(document, ready.name, machine);
  if (platform === undefined) throw new Error(`ports of this machine: ${problems.map(({ rule }) => rule).join('; ')}`);
  const names = [...platform.resources, ...platform.services, ...platform.jobs].map(({ name }) => name);
  return {
    run,
    platform,
    place: onThisMachine(secretsOf(run, platform, file), run.io.env),
    state: stateOf(file, ready.name),
    stores: [],
    line: linePrinter(run, names),
  };
}

type Programs = ReadonlyMap<string, string>;

/** One after the other: Go itself uses every processor. */
async function buildAll(
  { run, platform, state, line }: Stage,
  description: string,
  signal: AbortSignal,
): Promise<Programs> {
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
async function runOnce(stage: Stage, programs: Programs, signal: AbortSignal): Promise<void> {
  const migrations = stage.platform.services.flatMap((service) =>
    service.migrate === null ? [] : [{ service, what: 'migration', part: service.migrate }],
  );
  const jobs = stage.platform.jobs.filter(runsNow).map((job) => ({ service: job, what: 'job', part: job }));
  for (const { service, what, part } of [...migrations, ...jobs]) {
    const ended = await toItsEnd(specOf(stage, programs, service, part, part.timeout), signal);
    if (ended === 0) continue;
    throw new Failure(exit.tool, 'process-failed', `the ${what} of ${service.name} ended with ${ended}`);
  }
}

/** As the model orders them: a service starts when what it waits for is there. */
async function startServices(
  stage: Stage,
  programs: Programs,
  services: RunningService[],
  signal: AbortSignal,
): Promise<void> {
  const started = new Set<string>();
  while (started.size < stage.platform.services.length) {
    signal.throwIfAborted();
    for (const service of stage.platform.services) {
      if (started.has(service.name) || !(await mayStart(stage.platform, service.after, started))) continue;
      services.push(new RunningService(service, specOf(stage, programs, service, service, service.drain.grace)));
      started.add(service.name);
    }
    if (started.size < stage.platform.services.length) await sleep(pause);
  }
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

async function untilReady({ run }: Stage, services: readonly RunningService[], signal: AbortSignal): Promise<void> {
  const waiting = new Set(services);
  while (waiting.size > 0) {
    signal.throwIfAborted();
    for (const each of waiting) if (await isReady(each.service)) waiting.delete(each);
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
  const web = routeAddresses(platform).filter(({ address }) => /^(http|ws)/.test(address));
  return [
    printAddresses([...web, ...inside, ...stores]),
    `passwords: ${file}; data: ${state.folder}; stop with Control-C`,
  ].join('\n');
}

/** Fails when a store ends by itself: what needs it would go on failing. */
async function lostStore({ stores }: Stage): Promise<never> {
  const child = await Promise.race(stores.map((store) => store.ended.then(() => store)));
  const message = `${child.name} ended with ${await child.ended}${child.tail === '' ? '' : `: ${child.tail}`}`;
  throw new Failure(exit.tool, 'store-failed', message, 'start it again: its data is kept');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
