import { legal } from '../../model/names';

/** `order-history` becomes `order_history`. PostgreSQL, Lexical Structure: 63 bytes; roles may not start with `pg_`. */
export function sqlIdentifier(...parts: string[]): string {
  return legal(parts.join('-'), /^(?!pg-)[a-z](?:[a-z0-9-]*[a-z0-9])?$/, 63).replaceAll('-', '_');
}
