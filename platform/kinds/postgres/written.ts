import * as z from 'zod';
import { resourceFields } from '../../description/resource-fields';
import { name, scalar } from '../../description/values';
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
        z.array(name).min(1),
        z.record(
          name,
          z.strictObject({
            extensions: z
              .array(z.string().regex(/^[a-z0-9_-]+$/, 'must be the name of an extension such as pg_trgm'))
              .optional()
              .describe('Extensions that exist before anything runs.'),
          }),
        ),
      ])
      .describe('Databases, each with a role of its own for each service.'),
    parameters: z
      .record(z.string().regex(/^[a-z_.]+$/, 'must be the name of a parameter such as max_connections'), scalar)
      .optional()
      .describe('Server parameters.'),
  })
  .describe('A PostgreSQL server with databases.');
