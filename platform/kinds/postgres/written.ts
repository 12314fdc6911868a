import * as z from 'zod';
import { resourceFields } from '../../description/resource-fields';
import { databaseName, roleName, scalar, sqlName } from '../../description/values';
import { versions } from './defaults';

export const postgres = z
  .strictObject({
    kind: z.literal('postgres'),
    ...resourceFields,
    version: z
      .int()
      .min(versions.first)
      .max(versions.last)
      .optional()
      .describe("Major version. Default: what image's tag says, else 17."),
    databases: z
      .union([
        z.array(databaseName).min(1),
        z.record(
          databaseName,
          z.strictObject({
            name: sqlName
              .optional()
              .describe(
                'Its name in the server, where that is another: `Order Items`. Default: what it is called here.',
              ),
            owner: roleName
              .optional()
              .describe(
                'Role that owns it and what is in it; one that exists is kept. Default: its name and `_owner`.',
              ),
            extensions: z
              .array(z.string().regex(/^[a-z0-9_-]+$/, 'must be the name of an extension such as pg_trgm'))
              .optional()
              .describe('Extensions that exist before anything runs.'),
          }),
        ),
      ])
      .describe('Databases, each with a role of its own for each service.'),
    parameters: z
      .record(
        z.string().regex(/^[a-z_][a-z0-9_.]*$/, 'must be the name of a parameter such as max_connections'),
        scalar,
      )
      .optional()
      .describe(
        'Server parameters, in the words of postgresql.conf: `{ shared_buffers: 256MB, statement_timeout: 30s }`. For Amazon RDS they become numbers in the unit of the parameter. Default: none.',
      ),
  })
  .describe('A PostgreSQL server with databases.');
