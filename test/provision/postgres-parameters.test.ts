import { parametersByUnit, switches } from '../../platform/kinds/postgres/parameter-units';
import { rdsParameter } from '../../platform/kinds/postgres/parameters';
import { startPostgres, type TestPostgres } from '../support/postgres';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

describe('the parameters of a server', () => {
  it('have the units that the kit knows, and no other has one', async () => {
    const client = await server.connect();
    const { rows } = await client.query<{ name: string; unit: string | null; vartype: string }>(
      "SELECT lower(name) AS name, unit, vartype FROM pg_settings WHERE context <> 'internal' AND name NOT LIKE '%.%'",
    );
    const of = (unit: string) => parametersByUnit[unit as keyof typeof parametersByUnit]?.trim().split(/\s+/) ?? [];
    const units = rows.filter(({ unit }) => unit !== null);
    const unknown = units.filter(({ name, unit }) => !of(String(unit)).includes(name)).map(({ name }) => name);
    expect(unknown.filter((name) => name !== 'huge_page_size')).toEqual([]);
    const known = new Set(switches.trim().split(/\s+/));
    const others = rows.filter(({ name, vartype }) => (vartype === 'bool') !== known.has(name)).map(({ name }) => name);
    // Of a debug build alone.
    expect(others.filter((name) => name !== 'trace_sort')).toEqual([]);
  });

  it('are what a server makes of the written value too', async () => {
    const client = await server.connect();
    for (const [name, written] of [
      ['work_mem', '1.5GB'],
      ['statement_timeout', '1.5h'],
      ['temp_buffers', '100MB'],
      ['log_temp_files', '10MB'],
      ['vacuum_cost_delay', '2ms'],
      ['jit', 'off'],
    ] as const) {
      await client.query(`SET ${name} = '${written}'`);
      const { rows } = await client.query<{ setting: string }>('SELECT setting FROM pg_settings WHERE name = $1', [
        name,
      ]);
      const translated = rdsParameter(name, written, 18);
      const setting = rows[0]?.setting === 'off' ? '0' : rows[0]?.setting;
      expect([name, translated]).toEqual([name, { value: setting }]);
    }
  });
});
