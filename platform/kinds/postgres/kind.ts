import { sortedEntries } from '../../document/merge';
import { limits } from '../../model/names';
import type { Environment } from '../../model/platform';
import { text } from '../../model/text';
import type { Scope } from '../../resolve/scope';
import { addressOf } from '../address';
import { taggedVersion } from '../image-tag';
import { asMap, detail, type Given, type Kind } from '../kind';
import { storeBase } from '../store-base';
import { image, images, usual, version as usualVersion } from './defaults';
import type { Database, Postgres } from './model';
import { nameRules, reservedDatabases } from './name-rules';
import { inPath, ownerRole, sqlIdentifier } from './names';
import { parameterRules } from './parameter-rules';
import { parametersOf } from './parameters';
import { postgresRules } from './rules';

export const postgres: Kind<Postgres> = {
  title: 'PostgreSQL',
  usual,
  operator: 'CloudNativePG',
  images,
  serverFields: ['version', 'parameters', 'databases.*.extensions', 'databases.*.owner'],
  resolve,
  parts: {
    word: 'database',
    field: 'databases',
    edge: 'uses',
    names: ({ databases }) => databases.map(({ name }) => name),
    written: ({ databases }) => databases,
    longest: limits.databaseName,
    why: 'a role is the name of its database and a suffix, in 63 bytes',
    reserved: (name) => (Object.hasOwn(reservedDatabases, name) ? reservedDatabases[name] : undefined),
    owned: (store, ownerOf) => ({
      ...store,
      databases: store.databases.map((each) => ({ ...each, service: ownerOf(each.name) })),
    }),
  },
  whole: false,
  reachedBy: 'host',
  asksLogin: () => true,
  admin: 'postgres',
  userName: sqlIdentifier,
  ownUsers: ({ databases }) => [
    ['rdsadmin', 'Amazon RDS'],
    ...databases.map(({ name, owner }) => [owner, `the owner of database ${name}`] as const),
  ],
  attributes: (edge) => {
    const { host, port, addr, login } = addressOf(edge);
    const { part, resource } = edge;
    const name = resource.databases.find((each) => each.name === part)?.database ?? part;
    return {
      url: text('postgres://', login.at, addr, `/${inPath(name)}?sslmode=${resource.sslmode}`),
      host,
      port,
      database: text(name),
      ...login.attributes,
      sslmode: text(resource.sslmode),
    };
  },
  variables: (_world, _self, edge) => {
    const {
      url = [],
      host = [],
      port = [],
      database = [],
      user = [],
      password = [],
      sslmode = [],
    } = postgres.attributes(edge);
    return {
      DATABASE_URL: url,
      PGHOST: host,
      PGPORT: port,
      PGDATABASE: database,
      PGUSER: user,
      PGPASSWORD: password,
      PGSSLMODE: sslmode,
    };
  },
  address: 'url',
  managed: {
    service: 'Amazon RDS',
    instances: { pattern: /^db\.[a-z0-9-]+\.[a-z0-9]+$/, example: 'db.t4g.micro' },
    instanceFault: () => undefined,
    versions: null,
    storage: { least: 20, most: 65536, whose: 'Amazon RDS (gp3)' },
    storageOfInstance: () => false,
    losesData: () => false,
    backups: true,
    replicas: () => ({ counts: [1, 2], why: 'Amazon RDS makes one instance, or two with a standby' }),
  },
  rules: [...postgresRules, ...nameRules, ...parameterRules],
  details: ({ version, sslmode, databases, parameters }) => [
    detail('version', String(version)),
    detail('sslmode', sslmode),
    ...databases.map(({ name, database, owner, service, extensions }) => {
      const by = service === '' ? `role ${owner}` : `role ${owner}, of ${service}`;
      const named = database === name ? by : `"${database}", ${by}`;
      const said = extensions.length > 0 ? `${named}, with ${extensions.join(', ')}` : named;
      return detail(`database ${name}`, said, 'databases', name);
    }),
    ...Object.entries(parameters).map(([name, value]) => detail(name, value, 'parameters', name)),
  ],
};

function resolve(scope: Scope, environment: Environment, name: string, given: Given<'postgres'>): Postgres {
  const tagged = Number(taggedVersion(given.image ?? '', images));
  const version = given.version ?? (tagged || usualVersion);
  const common = storeBase(scope, environment, name, given, { usual, operator: 'CloudNativePG' }, image(version));
  const databases = asMap<{ name?: string; owner?: string; extensions?: string[] }>(given.databases);
  return {
    kind: 'postgres',
    ...common,
    admin: common.provider === 'external' ? '' : `${name}-admin`,
    version,
    // A managed server signs with a private authority that base images do not carry, so its certificate is not verified.
    sslmode:
      common.provider === 'container'
        ? 'disable'
        : common.provider === 'external' && common.tls
          ? 'verify-full'
          : common.tls
            ? 'require'
            : 'disable',
    databases: sortedEntries(databases).map(
      ([key, { name: database = key, owner, extensions }]): Database => ({
        name: key,
        database,
        extensions: [...new Set(extensions)].sort(),
        owner: owner ?? ownerRole(database),
        service: '',
      }),
    ),
    parameters: parametersOf(given.parameters, common.provider === 'managed' ? version : null),
  };
}
