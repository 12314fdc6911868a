import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../../../bin/dev/build';
import { Child, type Ended, type Spec } from '../../../bin/dev/child';
import { machinePorts } from '../../../bin/dev/ports';
import { isReady } from '../../../bin/dev/ready';
import { onThisMachine, type Stage } from '../../../bin/dev/stage';
import { stateOf } from '../../../bin/dev/state';
import { findStores } from '../../../bin/dev/stores/find';
import type { Run } from '../../../bin/outcome';
import { report } from '../../../bin/report';
import { variablesOf } from '../../../bin/variables/answers';
import { randomValue } from '../../../bin/vault/value';
import {
  type MachinePorts,
  type Platform,
  resolve,
  type Service,
  secretEntries,
  secretVariable,
} from '../../../platform/index';
import { freePort } from '../../support/free-port';
import { documentOf, examples } from '../../support/platforms';
import { ShopClient, until } from '../../support/shop-client';

const environment = 'local';

/** A service that runs, and what it printed. */
export class Instance {
  readonly lines: string[] = [];
  readonly child: Child;

  constructor(
    readonly service: Service,
    spec: Omit<Spec, 'line'>,
  ) {
    this.child = new Child({ ...spec, line: (text) => this.lines.push(text) });
  }

  get url(): string {
    return `http://127.0.0.1:${this.service.ports[0]?.number}`;
  }

  ready(): Promise<boolean> {
    return isReady(this.service);
  }

  async whenReady(): Promise<this> {
    await until(
      () => `${this.service.name} being ready: ${this.lines.slice(-5).join('\n')}`,
      async () => {
        if (!this.child.isRunning) throw new Error(`${this.service.name} ended:\n${this.lines.join('\n')}`);
        return (await this.ready()) || undefined;
      },
    );
    return this;
  }

  /** Seconds that a stop took, and how it ended. */
  async stop(): Promise<{ seconds: number; ended: Ended }> {
    const asked = performance.now();
    const ended = await this.child.stop();
    return { seconds: (performance.now() - asked) / 1000, ended };
  }
}

/**
 * The shop of `platform.yaml` as processes, with the parts that `slipway dev --processes` is made of; here each store and
 * each service can be stopped and started by itself.
 */
export class Shop {
  private readonly running = new Set<Instance>();

  private constructor(
    private readonly folder: string,
    private readonly programs: ReadonlyMap<string, string>,
    private readonly machine: MachinePorts,
    readonly stage: Stage,
  ) {}

  /** Builds it and starts its stores; nothing is in them. */
  static async start(): Promise<Shop> {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-services-'));
    // As root, PostgreSQL runs as another user.
    chmodSync(folder, 0o755);
    cpSync(examples.shop, join(folder, 'platform.yaml'));
    const description = join(folder, 'platform.yaml');
    const usual = resolve(documentOf('shop'), environment).platform;
    if (usual === undefined) throw new Error('the shop does not resolve');
    // The gateway is no part of this, and its port may be somebody's.
    const machine = await machinePorts({ ...usual, gateway: { ...usual.gateway, used: false } });
    const stage = stageOf(platformWith(machine), description);
    const programs = await built(stage);
    const shop = new Shop(folder, programs, machine, stage);
    try {
      for (const start of findStores(usual, process.env, examples.shop)) await start(stage);
    } catch (error) {
      await shop.end();
      throw error;
    }
    return shop;
  }

  get platform(): Platform {
    return this.stage.platform;
  }

  /** Runs every migration to its end, as the owner role. */
  async migrate(): Promise<void> {
    for (const service of this.platform.services) {
      if (service.migrate === null) continue;
      const migration = this.spawn(service, service.migrate.env, ['migrate', 'up']);
      const ended = await migration.child.ended;
      if (ended !== 0) throw new Error(`${service.name} migrate up ended with ${ended}\n${migration.lines.join('\n')}`);
    }
  }

  /** Starts every service, and waits until it is ready. */
  async serve(): Promise<Record<string, Instance>> {
    const all = this.platform.services.map((service) => this.launch(service.name));
    await Promise.all(all.map((each) => each.whenReady()));
    return Object.fromEntries(all.map((each) => [each.service.name, each]));
  }

  /** Starts one service; `change` puts other variables into what Slipway gives, or takes some out. */
  launch(name: string, change: Readonly<Record<string, string | undefined>> = {}): Instance {
    const service = this.serviceOf(this.platform, name);
    return this.spawn(service, service.env, [], change);
  }

  /** Another instance of a service on ports of its own, with what Slipway resolves for those. */
  async replica(name: string): Promise<Instance> {
    const ports = await Promise.all(
      this.serviceOf(this.platform, name).ports.map(async (port) => [port.name, await freePort()]),
    );
    const services = { ...this.machine.services, [name]: Object.fromEntries(ports) };
    const platform = platformWith({ ...this.machine, services });
    const service = this.serviceOf(platform, name);
    return this.spawn(service, service.env, [], {}, platform);
  }

  /** A store by its name, which can be killed; `restart` brings it back with its data. */
  store(name: string): Child {
    const at = this.platform.resources.findIndex((each) => each.name === name);
    const child = this.stage.stores[at];
    if (child === undefined) throw new Error(`no store ${name}`);
    return child;
  }

  async restart(name: string): Promise<void> {
    const at = this.platform.resources.findIndex((each) => each.name === name);
    const start = findStores(this.platform, process.env, examples.shop)[at];
    if (start === undefined) throw new Error(`no store ${name}`);
    const before = this.stage.stores.length;
    await start(this.stage);
    const [again] = this.stage.stores.splice(before, 1);
    if (again !== undefined) this.stage.stores[at] = again;
  }

  client(instances: Readonly<Record<string, Instance>>): ShopClient {
    const url = (name: string) => instances[name]?.url ?? '';
    return new ShopClient({ users: url('users'), orders: url('orders'), notifier: url('notifier') });
  }

  /** Stops what runs, and leaves nothing. */
  async end(): Promise<void> {
    await Promise.all([...this.running].map((each) => each.stop()));
    for (const store of [...this.stage.stores].reverse()) await store.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private spawn(
    service: Service,
    env: Service['env'],
    args: readonly string[],
    change: Readonly<Record<string, string | undefined>> = {},
    platform: Platform = this.platform,
  ): Instance {
    const { name, drain } = service;
    const told = variablesOf(platform, this.stage.place, name, env).map((each): [string, string] => [
      each.name,
      each.value,
    ]);
    const variables = Object.fromEntries(
      Object.entries({ ...Object.fromEntries(told), ...change }).filter(([, value]) => value !== undefined),
    );
    const program = this.programs.get(name);
    if (program === undefined) throw new Error(`nothing was built for ${name}`);
    const command = [program, ...args];
    const instance = new Instance(service, {
      name,
      command,
      cwd: this.folder,
      env: variables,
      signal: 'SIGTERM',
      grace: drain.grace,
    });
    this.running.add(instance);
    void instance.child.ended.then(() => this.running.delete(instance));
    return instance;
  }

  private serviceOf(platform: Platform, name: string): Service {
    const found = platform.services.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no service ${name}`);
    return found;
  }
}

function platformWith(machine: MachinePorts): Platform {
  const { platform, problems } = resolve(documentOf('shop'), environment, machine);
  if (platform === undefined) throw new Error(problems.map(({ rule }) => rule).join('\n'));
  return platform;
}

function stageOf(platform: Platform, description: string): Stage {
  const silent = { write: () => undefined };
  const io = { stdin: process.stdin, stdout: silent, stderr: silent, env: process.env };
  const run: Run = { io, report: report(io, { json: false, quiet: true, verbose: false, color: false }) };
  const secrets = new Map(secretEntries(platform).map(({ variable }) => [variable, randomValue()]));
  return {
    run,
    platform,
    place: onThisMachine((variable) => secrets.get(variable), {}),
    state: stateOf(description, environment),
    stores: [],
    signal: new AbortController().signal,
    fail: () => undefined,
    line: () => () => undefined,
  };
}

/** Of the checkout's sources: Go's cache knows them from the file before. */
async function built({ platform, state }: Stage): Promise<Map<string, string>> {
  const programs = new Map<string, string>();
  for (const { name, image } of platform.services) {
    if (image.kind !== 'build') continue;
    const lines: string[] = [];
    const around = {
      description: examples.shop,
      folder: state.make('bin'),
      env: process.env,
      line: (text: string) => lines.push(text),
      signal: new AbortController().signal,
    };
    programs.set(
      name,
      await buildProgram(name, image, around).catch((error: Error) => {
        throw new Error([error.message, ...lines].join('\n'));
      }),
    );
  }
  return programs;
}

/** The password of a credential. */
export function passwordOf({ place }: Stage, credential: string): string {
  return place.secret(secretVariable(credential, 'password')) ?? '';
}
