import type { Client } from 'pg';
import { provision } from '../../provision/handlers/provision';
import { postgresRequest } from '../../provision/index';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { part, password, storeOf } from './databases';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

function open(user: string, database: string, credential: string): Promise<Client> {
  return server.connect({ user, database, password: password(credential) });
}

describe('a request of CloudFormation', () => {
  const platform = part('shop', ['orders', 'users'], 'c');
  const postgres = storeOf(platform);
  const logins = platform.credentials.filter(({ resource, role }) => resource === 'main' && role !== 'admin');
  const secrets = Object.fromEntries(logins.map(({ name }) => [name, `arn:${name}`]));
  const request = postgresRequest(platform, postgres, { host: '127.0.0.1', admin: 'arn:admin', secrets });
  const store = {
    read: (id: string) =>
      Promise.resolve(
        id === 'arn:admin'
          ? JSON.stringify({ username: server.user, password: server.password })
          : JSON.stringify({ username: 'any', password: password(id.replace('arn:', '')) }),
      ),
    write: () => Promise.reject(new Error('nothing is to be written')),
  };

  it('sets a server up with the passwords of the secrets', async () => {
    await provision({ ...request, port: String(server.port) }, store, () => false);
    const client = await open('users_c', 'users_c', 'main-users');
    expect((await client.query('SELECT current_user::text AS name')).rows).toEqual([{ name: 'users_c' }]);
  });

  it('holds texts alone and no secret', () => {
    expect(
      Object.values({ ...request, ...request.secrets, secrets: '' }).every((value) => typeof value === 'string'),
    ).toBe(true);
    expect(JSON.stringify(request)).not.toContain(password('main-users').slice(0, 4));
  });

  it('changes when what is done changes, and only then', () => {
    const access = { host: 'other', admin: 'other', secrets: {} };
    expect(postgresRequest(platform, postgres, access).revision).toBe(request.revision);
    const more = { ...postgres, databases: postgres.databases.map((each) => ({ ...each, extensions: ['citext'] })) };
    expect(postgresRequest(platform, more, access).revision).not.toBe(request.revision);
  });

  it('refuses a login without a secret, by name', async () => {
    const { 'main-users': _, ...others } = secrets;
    const lacking = { ...request, port: String(server.port), secrets: others };
    await expect(provision(lacking, store, () => false)).rejects.toThrow(
      'no secret is given for credential "main-users"',
    );
  });
});
