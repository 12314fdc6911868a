import { startPostgres, type TestPostgres } from './postgres';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

describe('the PostgreSQL of the tests', () => {
  it('is a real server', async () => {
    const client = await postgres.connect();
    const { rows } = await client.query('select current_user as name, current_setting($1) as version', [
      'server_version',
    ]);
    expect(rows).toEqual([{ name: 'postgres', version: expect.stringMatching(/^18\./) }]);
  });

  it('refuses a wrong password', async () => {
    await expect(postgres.connect({ password: 'wrong' })).rejects.toThrow(/password authentication failed/);
  });
});
