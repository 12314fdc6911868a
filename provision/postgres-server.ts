import type { Platform, Postgres } from '../platform/index';
import { adminOf } from './access';
import { postgresStep } from './postgres-step';
import {
  asked,
  byCommand,
  grace,
  password,
  portOf,
  type Server,
  type Setup,
  scratch,
  serverContainer,
  setupContainer,
  userIn,
  variable,
} from './server';

/** Dockerfiles of the official image. */
const users = { debian: { uid: 999, gid: 999 }, alpine: { uid: 70, gid: 70 } };

export function postgresServer(platform: Platform, postgres: Postgres): Server {
  const user = userIn(users, postgres.image);
  const admin = adminOf(platform, postgres);
  const { mount, data } = foldersOf(platform, postgres);
  const container = serverContainer(postgres, user, mount);
  // Over TCP: the server that the image starts for itself, to set up a new volume, listens on the socket alone.
  const probe = byCommand(['pg_isready', '--quiet', '--host', '127.0.0.1', '--dbname', 'postgres']);
  return {
    container: {
      ...container,
      args: Object.entries(postgres.parameters).flatMap(([name, value]) => [['-c'], [`${name}=${value}`]]),
      env: [
        variable('PGDATA', [data]),
        // The server and its clients in this container listen to the same variable.
        variable('PGPORT', [String(postgres.port)]),
        password('POSTGRES_PASSWORD', admin),
        variable('POSTGRES_USER', [admin.user]),
      ],
      writable: [...container.writable, scratch, { path: '/var/run/postgresql', medium: 'memory', size: 1 }],
    },
    ports: [portOf(postgres)],
    aliases: postgres.aliases,
    health: asked(probe, 600),
    grace,
    ownsData: true,
    imageVolumes: [mount],
  };
}

export const postgresSetup: Setup<Postgres> = {
  needed: () => true,
  container: (platform, postgres) =>
    setupContainer(postgres, userIn(users, postgres.image), postgresStep(platform, postgres)),
};

/**
 * From version 18 on the data is in a folder of its version below the image's volume. Before, it is the volume itself, which on
 * Kubernetes holds `lost+found`, so that it is a folder below. Nothing moves it: existing volumes have it where it is.
 */
function foldersOf(platform: Platform, { version }: Postgres): { readonly mount: string; readonly data: string } {
  if (version >= 18) return { mount: '/var/lib/postgresql', data: `/var/lib/postgresql/${version}/docker` };
  const mount = '/var/lib/postgresql/data';
  return { mount, data: platform.environment.runtime === 'compose' ? mount : `${mount}/pgdata` };
}
