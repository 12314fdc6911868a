/** An extension's name, with the first and the last major version of PostgreSQL that has it. */
type Extension = string | readonly [name: string, first: number, last?: number];

const newest = 99;

/** What the official image brings: the server's own modules (PostgreSQL documentation, appendix F), but for languages that need a program beside it. */
const ofImage: readonly Extension[] = [
  ...['amcheck', 'autoinc', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'dict_int', 'dict_xsyn'],
  ...['earthdistance', 'file_fdw', 'fuzzystrmatch', 'hstore', 'insert_username', 'intagg', 'intarray', 'isn', 'lo'],
  ...['ltree', 'moddatetime', 'pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_prewarm', 'pg_stat_statements'],
  ...['pg_trgm', 'pg_visibility', 'pgcrypto', 'pgrowlocks', 'pgstattuple', 'plpgsql', 'postgres_fdw', 'refint', 'seg'],
  ...['sslinfo', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp', 'xml2'],
  ['adminpack', 0, 16],
  ['old_snapshot', 14, 16],
  ['pg_surgery', 14],
  ['pg_walinspect', 15],
  ['pg_logicalinspect', 18],
];

/** What Amazon RDS has (release notes of RDS for PostgreSQL, extensions; `SHOW rds.extensions`). It grows with minor versions. */
const ofRds: readonly Extension[] = [
  ...[
    'address_standardizer',
    'address_standardizer_data_us',
    'amcheck',
    'aws_commons',
    'aws_lambda',
    'aws_s3',
    'bloom',
  ],
  ...['bool_plperl', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'dict_int', 'dict_xsyn', 'earthdistance'],
  ...['flow_control', 'fuzzystrmatch', 'hll', 'hstore', 'hstore_plperl', 'hypopg', 'intagg', 'intarray', 'ip4r', 'isn'],
  ...['jsonb_plperl', 'lo', 'log_fdw', 'ltree', 'mysql_fdw', 'oracle_fdw', 'orafce', 'pageinspect', 'pg_bigm'],
  ...['pg_buffercache', 'pg_cron', 'pg_freespacemap', 'pg_hint_plan', 'pg_partman', 'pg_prewarm', 'pg_proctab'],
  ...['pg_repack', 'pg_similarity', 'pg_stat_statements', 'pg_tle', 'pg_transport', 'pg_trgm', 'pg_visibility'],
  ...['pgaudit', 'pgcrypto', 'pglogical', 'pgrouting', 'pgrowlocks', 'pgstattuple', 'pgtap', 'plperl', 'plpgsql'],
  ...['plprofiler', 'pltcl', 'postgis', 'postgis_raster', 'postgis_tiger_geocoder', 'postgis_topology', 'postgres_fdw'],
  ...['prefix', 'rdkit', 'rds_tools', 'sslinfo', 'tablefunc', 'tds_fdw', 'test_parser', 'tsm_system_rows'],
  ...['tsm_system_time', 'unaccent', 'uuid-ossp', 'vector'],
  ...['autoinc', 'insert_username', 'moddatetime', 'refint', 'tcn'],
  ['old_snapshot', 14, 16],
  ['plcoffee', 0, 17],
  ['plls', 0, 17],
  ['plv8', 0, 17],
  ['plrust', 13, 17],
  ['h3', 15],
  ['h3_postgis', 15],
  ['pgactive', 14],
  ['pg_walinspect', 15],
  ['seg', 14],
];

function has(list: readonly Extension[], name: string, version: number): boolean {
  return list.some((each) => {
    const [known, first = 0, last = newest] = typeof each === 'string' ? [each] : each;
    return known === name && version >= first && version <= last;
  });
}

/** Whether the official image of a major version has an extension. */
export function isInImage(name: string, version: number): boolean {
  return has(ofImage, name, version);
}

/** Whether Amazon RDS is known to have an extension for a major version. */
export function isInRds(name: string, version: number): boolean {
  return has(ofRds, name, version);
}
