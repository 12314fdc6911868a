import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseDocument } from 'yaml';
import { freePort } from '../../support/free-port';
import { succeed } from './run';

/** Of its own, so that a shop that somebody has running stays what it is, and so do its volumes. */
export const project = 'slipway-test-shop';

const root = join(__dirname, '../../..');
const command = [join(root, 'node_modules/.bin/tsx'), join(root, 'bin/slipway.ts')];
const environment = 'local';
const secretsFile = `secrets/${environment}.env`;
const folderVariable = 'SLIPWAY_TEST_SHOP';
const portVariable = 'SLIPWAY_TEST_SHOP_PORT';

/** A copy of what the shop is made from, so that `secrets/` and `dist/` of the checkout stay as they are. */
export async function prepare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-shop-'));
  // Workers of Jest get what is set here.
  process.env[folderVariable] = folder;
  for (const path of ['platform.yaml', 'examples/shop/services']) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  await publishOnFreePort(join(folder, 'platform.yaml'));
  await slipway(['secrets', environment]);
  await slipway(['synth', 'compose', '--environment', environment]);
}

/** The description's port may be taken on this machine. What else the file says stays as it is. */
async function publishOnFreePort(file: string): Promise<void> {
  const port = await freePort();
  process.env[portVariable] = String(port);
  const document = parseDocument(readFileSync(file, 'utf8'));
  const patch = { path: '/services/gateway/ports/0/published', set: String(port) };
  document.setIn(['environments', environment, 'overrides'], { compose: [patch] });
  writeFileSync(file, String(document));
}

/** Where the gateway is published. */
export function publishedPort(): number {
  return Number(process.env[portVariable]);
}

export function removeFolder(): void {
  rmSync(folder(), { recursive: true, force: true });
}

function folder(): string {
  const found = process.env[folderVariable];
  if (found === undefined) throw new Error('no shop was prepared: run npm run test:compose');
  return found;
}

function slipway(words: readonly string[]): Promise<string> {
  return succeed([...command, ...words], { cwd: folder() });
}

/** Docker Compose on the rendered file, as the first lines of the file say. */
export function compose(...words: string[]): Promise<string> {
  return composeWith({}, ...words);
}

/** The same, with variables that win over those of the environment file. */
export function composeWith(variables: Readonly<Record<string, string>>, ...words: string[]): Promise<string> {
  const file = `dist/${environment}/compose/compose.yaml`;
  const given = ['--project-name', project, '--env-file', secretsFile, '-f', file, '--progress', 'plain'];
  return succeed(['docker', 'compose', ...given, ...words], { cwd: folder(), env: { ...process.env, ...variables } });
}

export function secrets(): Readonly<Record<string, string | undefined>> {
  return parseEnv(readFileSync(join(folder(), secretsFile), 'utf8'));
}

/** One container of the project, as `docker compose ps` lists it. */
export interface Listed {
  readonly ID: string;
  readonly Name: string;
  readonly Service: string;
  readonly State: string;
  readonly Health: string;
  readonly ExitCode: number;
}

export async function containers(): Promise<Listed[]> {
  const text = await compose('ps', '--all', '--no-trunc', '--format', 'json');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Waits until everything that stays is healthy, and everything that ends has ended well. */
export async function settled(): Promise<void> {
  const limit = Date.now() + 180_000;
  for (;;) {
    const open = (await containers()).filter((each) => !isSettled(each));
    if (open.length === 0) return;
    const ended = open.filter((each) => each.State === 'exited');
    if (ended.length > 0 || Date.now() > limit) throw new Error(`not up: ${await diagnosis(open)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isSettled({ State, Health, ExitCode }: Listed): boolean {
  if (State === 'exited') return ExitCode === 0;
  return State === 'running' && (Health === 'healthy' || Health === '');
}

async function diagnosis(list: readonly Listed[]): Promise<string> {
  const states = list.map((each) => `${each.Service} is ${each.State} (${each.ExitCode}) ${each.Health}`);
  const names = list.map((each) => each.Service);
  return `${states.join(', ')}\n${await compose('logs', '--no-color', '--tail', '30', ...names)}`;
}
