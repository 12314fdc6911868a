/** One step of a script. */
export type Statement =
  /** Run as it is. */
  | { readonly kind: 'run'; readonly sql: string }
  /** A query whose every row is a statement to run: what differs from the plan decides what is done. */
  | { readonly kind: 'each'; readonly sql: string }
  /** Give a login the password of a credential; the runner knows the value. */
  | { readonly kind: 'password'; readonly user: string; readonly credential: string };

/** What runs over one connection. */
export interface Script {
  /** '' for the database that the administrator connects to first. */
  readonly database: string;
  readonly statements: readonly Statement[];
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Only for text without backslashes to interpret: the server's `standard_conforming_strings` is on. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function run(sql: string): Statement {
  return { kind: 'run', sql };
}

export function each(sql: string): Statement {
  return { kind: 'each', sql };
}

/** Runs a statement where a condition holds. */
export function when(condition: string, sql: string): Statement {
  return each(`SELECT ${literal(sql)} WHERE ${condition}`);
}

/** Rows of text; without any, a query of the same columns without rows. */
export function rows(columns: readonly string[], values: readonly (readonly string[])[]): string {
  if (values.length === 0) return `SELECT ${columns.map((column) => `''::text AS ${column}`).join(', ')} WHERE false`;
  const lines = values.map((value) => `(${value.map(literal).join(', ')})`);
  return `SELECT * FROM (VALUES\n    ${lines.join(',\n    ')}\n  ) AS list (${columns.join(', ')})`;
}
