import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { postgresScripts } from '../postgres';
import type { PostgresPlan } from '../postgres-plan';
import { identifier, literal, type Script, type Statement } from '../sql';
import { scramVerifier } from './scram';

/** How to reach a server as its administrator. */
export type Server = Pick<ClientConfig, 'host' | 'port' | 'user' | 'password' | 'ssl'>;

/** Seconds between two tries to reach a server that has just been made, and how many there are. */
const pause = 5;
const tries = 12;

/** Runs a plan on a server. `passwords` by credential. Resolves with the number of statements that ran. */
export async function provisionPostgres(
  server: Server,
  plan: PostgresPlan,
  passwords: ReadonlyMap<string, string>,
): Promise<number> {
  let count = 0;
  for (const script of postgresScripts(plan)) count += await runScript(server, script, passwords);
  return count;
}

async function runScript(server: Server, script: Script, passwords: ReadonlyMap<string, string>): Promise<number> {
  const client = await connect({ ...server, database: script.database === '' ? 'postgres' : script.database });
  let count = 0;
  try {
    for (const statement of script.statements) {
      for (const sql of await textOf(client, statement, passwords)) {
        await client.query(sql);
        count += 1;
      }
    }
  } finally {
    await client.end();
  }
  return count;
}

async function textOf(client: Client, statement: Statement, passwords: ReadonlyMap<string, string>): Promise<string[]> {
  switch (statement.kind) {
    case 'run':
      return [statement.sql];
    case 'each': {
      const { rows } = await client.query<unknown[]>({ text: statement.sql, rowMode: 'array' });
      return rows.flat().map(String);
    }
    case 'password': {
      const password = passwords.get(statement.credential);
      if (password === undefined) throw new Error(`no secret is given for credential "${statement.credential}"`);
      return [`ALTER ROLE ${identifier(statement.user)} PASSWORD ${literal(scramVerifier(password))}`];
    }
  }
}

/** Tries again while nothing answers; what the server itself refuses is an error at once. */
async function connect(config: ClientConfig): Promise<Client> {
  for (let left = tries; ; left -= 1) {
    const client = new Client({ ...config, connectionTimeoutMillis: 10_000, application_name: 'slipway-provision' });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (left === 1 || !passing(error)) throw error;
      await sleep(pause * 1000);
    }
  }
}

const passingCodes = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03'];

/** No connection yet, or SQLSTATE 57P03: the server is starting up. The driver's own time-out has no code. */
function passing(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return code === undefined ? message === 'timeout expired' : passingCodes.includes(code);
}
