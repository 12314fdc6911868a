/** What a PostgreSQL set-up makes: databases, who owns them, and what logins may do in them. */
export interface ReadDatabases {
  readonly databases: Readonly<Record<string, { readonly owner: string; readonly extensions: readonly string[] }>>;
  /** `orders write orders` or, in words of SQL that stand for nothing known, those. */
  readonly rights: readonly string[];
  /** Variable that holds the password of each login. */
  readonly passwords: Readonly<Record<string, string>>;
}

/** Reads the script that psql runs: what is wanted stands in lists of values, each with the names of its columns. */
export function readSql(text: string): ReadDatabases {
  const owners = [...text.matchAll(/'CREATE DATABASE "([^"]+)" OWNER "([^"]+)"'/g)];
  const parts = text.split(/^\\connect "([^"]+)"$/m);
  const [shared = ''] = parts;
  const inside = new Map(parts.flatMap((part, at) => (at % 2 === 1 ? [[part, parts[at + 1] ?? ''] as const] : [])));
  const connects = rowsOf(shared, 'database, login').map(([database, login]) => `${login} ${database}`);
  const owning = rowsOf(shared, 'owner, login');
  const sessions = rowsOf(shared, 'login, database, owner');
  return {
    databases: Object.fromEntries(
      owners.map(([, database = '', owner = '']) => [
        database,
        { owner, extensions: extensionsOf(inside.get(database) ?? '', owner) },
      ]),
    ),
    rights: connects
      .map((each) => {
        const [login = '', database = ''] = each.split(' ');
        const session = sessions.find(([user, place]) => user === login && place === database);
        const member = session !== undefined && owning.some(([owner, user]) => owner === session[2] && user === login);
        return `${login} ${member ? 'owner' : accessIn(inside.get(database) ?? '', login)} ${database}`;
      })
      .sort(),
    passwords: Object.fromEntries(
      [...text.matchAll(/\\set password `printf %s "\$(\w+)"`\nALTER ROLE "([^"]+)" PASSWORD :'password';/g)].map(
        ([, variable = '', login = '']) => [login, variable],
      ),
    ),
  };
}

/** Rows of every list of values with these columns. */
function rowsOf(text: string, columns: string): string[][] {
  const lists = [...text.matchAll(/\(VALUES\s+((?:\((?:'[^']*'(?:::text)?(?:, )?)+\),?\s*)+)\) AS list \(([^)]+)\)/g)];
  return lists
    .filter(([, , names]) => names === columns)
    .flatMap(([, rows = '']) =>
      [...rows.matchAll(/\(([^)]*)\)/g)].map(([, row = '']) =>
        [...row.matchAll(/'([^']*)'/g)].map(([, each = '']) => each),
      ),
    );
}

const known: Readonly<Record<string, string>> = {
  'schema USAGE, sequence SELECT, table SELECT': 'read',
  'schema USAGE, sequence SELECT, sequence UPDATE, sequence USAGE, table DELETE, table INSERT, table SELECT, table UPDATE':
    'write',
};

/** Rights in what is there, which must be those in what will be made later. */
function accessIn(text: string, login: string): string {
  const lists = text.split('defaclacl');
  const [now, later] = lists.map((part) => {
    const rows = rowsOf(part, 'login, kind, privilege').filter(([user]) => user === login);
    return [...new Set(rows.map(([, kind, privilege]) => `${kind} ${privilege}`))].sort().join(', ');
  });
  return now === later && now !== undefined ? (known[now] ?? now) : `now ${now}, later ${later}`;
}

function extensionsOf(text: string, owner: string): string[] {
  const made = [...text.matchAll(/CREATE EXTENSION IF NOT EXISTS "([^"]+)"/g)].map(([, name = '']) => name);
  const asOwner = text.includes(`SET ROLE "${owner}"`) || made.length === 0;
  return asOwner ? [...new Set(made)].sort() : ['made by somebody else'];
}
