import type { ResourceBase } from '../../model/resource-base';

export interface Postgres extends ResourceBase {
  readonly kind: 'postgres';
  /** Major version. */
  readonly version: number;
  readonly sslmode: 'disable' | 'require' | 'verify-full';
  /** Sorted by name. */
  readonly databases: readonly Database[];
  /** Server parameters: as they are written, and for Amazon RDS as numbers in the unit of each. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Database {
  /** What edges call it. */
  readonly name: string;
  /** Its name in the server. */
  readonly database: string;
  readonly extensions: readonly string[];
  /** Role without login that owns what is in it. */
  readonly owner: string;
  /** Service that owns it; '' when only jobs use it. */
  readonly service: string;
}
