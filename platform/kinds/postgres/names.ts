import { legal } from '../../model/names';

/** `order-history` becomes `order_history`. PostgreSQL, Lexical Structure: 63 bytes; roles may not start with `pg_`. */
export function sqlIdentifier(...parts: string[]): string {
  return legal(parts.join('-'), /^(?!pg-)[a-z](?:[a-z0-9-]*[a-z0-9])?$/, 63).replaceAll('-', '_');
}

/** `Order-Items` becomes `Order_Items_owner`: the role that owns a database. Roles may not start with `pg_`. */
export function ownerRole(database: string): string {
  const plain = `${database.replaceAll('-', '_')}_owner`;
  return /^(?!pg_).{1,63}$/.test(plain) ? plain : sqlIdentifier(database, 'owner');
}

/** A database as the path of a URL. What a path may hold stays as it is: not every driver reads it otherwise. */
export function inPath(database: string): string {
  return encodeURI(database).replace(/[#?/]/g, encodeURIComponent);
}
