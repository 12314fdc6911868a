import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Platform, Postgres } from '../../platform/index';
import { provisionPostgres } from '../../provision/handlers/postgres';
import { type Step, stepFolder } from '../../provision/index';
import { postgresPlan } from '../../provision/postgres-plan';
import { postgresStep } from '../../provision/postgres-step';
import type { TestPostgres } from '../support/postgres';

/** Who runs the statements, and as whom. */
export interface Target {
  readonly server: TestPostgres;
  readonly admin: { readonly user: string; readonly password: string };
}

/** One of the two ways that the statements reach a server. Resolves with all that it printed. */
export interface Runner {
  readonly name: string;
  run(
    target: Target,
    platform: Platform,
    postgres: Postgres,
    password: (credential: string) => string,
  ): Promise<string>;
}

export const driver: Runner = {
  name: 'the driver of the handler',
  async run({ server, admin }, platform, postgres, password) {
    const plan = postgresPlan(platform, postgres);
    const passwords = new Map(plan.logins.map(({ credential }) => [credential, password(credential)]));
    const ran = await provisionPostgres(
      { host: server.host, port: server.port, ...admin, ssl: false },
      plan,
      passwords,
    );
    return `${ran} statements`;
  },
};

const script: Runner = {
  name: 'the script of the step',
  run({ server, admin }, platform, postgres, password) {
    const step = postgresStep(platform, postgres);
    return runStep(step, {
      ...Object.fromEntries(step.secrets.map(({ variable, credential }) => [variable, password(credential)])),
      PGHOST: server.host,
      PGPORT: String(server.port),
      PGUSER: admin.user,
      PGPASSWORD: admin.password,
      PGDATABASE: 'postgres',
      PGSSLMODE: 'disable',
    });
  },
};

/** The script needs psql, which the test server does not bring: it is run too where the machine has one. */
export const runners: readonly Runner[] = has('psql') ? [driver, script] : [driver];

export function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** A step's files in a folder of this machine, with that folder in place of theirs. */
export function placed(step: Step): { readonly folder: string; readonly command: readonly string[]; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-step-'));
  for (const file of step.files) {
    const text = file.text.replaceAll('/tmp/', `${stepFolder}/`).replaceAll(stepFolder, folder);
    writeFileSync(join(folder, basename(file.path)), text);
  }
  return {
    folder,
    command: step.command.map((word) => word.replace(stepFolder, folder)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runStep(step: Step, env: Readonly<Record<string, string>>): Promise<string> {
  const { command, remove } = placed(step);
  const [program = '', ...args] = command;
  return new Promise<string>((resolve, reject) => {
    execFile(program, args, { env: { PATH: process.env['PATH'], ...env } }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr);
      else reject(new Error(stderr));
    });
  }).finally(remove);
}
