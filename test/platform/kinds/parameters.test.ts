import { parametersOf, rdsParameter, unitFault } from '../../../platform/kinds/postgres/parameters';

const rdsValue = (name: string, value: string, version = 17) => {
  const translated = rdsParameter(name, value, version);
  return 'value' in translated ? translated.value : `refused: ${translated.rule}`;
};

describe('a parameter of PostgreSQL for Amazon RDS', () => {
  it.each([
    ['shared_buffers', '256MB', '32768'],
    ['shared_buffers', '1GB', '131072'],
    ['shared_buffers', '32768', '32768'],
    ['effective_cache_size', '1.5GB', '196608'],
    ['work_mem', '16MB', '16384'],
    ['work_mem', '16384kB', '16384'],
    ['work_mem', '64 kB', '64'],
    ['maintenance_work_mem', '1TB', '1073741824'],
    ['max_wal_size', '2GB', '2048'],
    ['min_wal_size', '1536kB', '2'],
    ['track_activity_query_size', '4kB', '4096'],
    ['log_min_duration_statement', '500ms', '500'],
    ['log_min_duration_statement', '-1', '-1'],
    ['statement_timeout', '30s', '30000'],
    ['statement_timeout', '1.5h', '5400000'],
    ['idle_in_transaction_session_timeout', '1d', '86400000'],
    ['checkpoint_timeout', '15min', '900'],
    ['log_rotation_age', '1d', '1440'],
    ['tcp_keepalives_idle', '2min', '120'],
    ['vacuum_cost_delay', '2ms', '2'],
    ['random_page_cost', '1.1', '1.1'],
    ['log_statement', 'ddl', 'ddl'],
    ['pg_stat_statements.max', '10000', '10000'],
    ['shared_buffers', '{DBInstanceClassMemory/32768}', '{DBInstanceClassMemory/32768}'],
  ])('%s of %s is %s', (name, written, expected) => {
    expect(rdsValue(name, written)).toBe(expected);
  });

  it.each([
    ['on', '1'],
    ['true', '1'],
    ['Yes', '1'],
    ['1', '1'],
    ['off', '0'],
    ['false', '0'],
    ['no', '0'],
    ['perhaps', 'perhaps'],
  ])('that is on or off is a digit: %s is %s', (written, expected) => {
    expect(rdsValue('autovacuum', written)).toBe(expected);
  });

  it('is a list of words for log_connections from version 18 on', () => {
    expect([rdsValue('log_connections', 'on', 17), rdsValue('log_connections', 'on', 18)]).toEqual(['1', 'on']);
  });

  it('refuses a unit where that of the parameter is not known, and a unit of another kind', () => {
    expect(rdsValue('pgaudit.size', '16MB')).toMatch(/^refused: but Amazon RDS takes plain numbers/);
    expect(rdsValue('work_mem', '16s')).toMatch(/^refused: but the parameter is a size/);
    expect(rdsValue('statement_timeout', '16MB')).toMatch(/^refused: but the parameter is a time/);
  });

  it('has a unit of its kind on every target', () => {
    expect(unitFault('work_mem', '16s')?.rule).toBe('but the parameter is a size');
    expect(unitFault('work_mem', '16MB')).toBeUndefined();
    expect(unitFault('pgaudit.size', '16MB')).toBeUndefined();
    expect(unitFault('log_statement', 'all')).toBeUndefined();
  });

  it('is as it is written where no Amazon RDS runs the server, and where a rule refuses it', () => {
    expect(parametersOf({ work_mem: '1MB', jit: false }, null)).toEqual({ jit: 'false', work_mem: '1MB' });
    expect(parametersOf({ work_mem: '1MB', jit: false }, 17)).toEqual({ jit: '0', work_mem: '1024' });
    expect(parametersOf({ work_mem: '16s' }, 17)).toEqual({ work_mem: '16s' });
    expect(parametersOf(undefined, 17)).toEqual({});
  });
});
