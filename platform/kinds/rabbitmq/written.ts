import * as z from 'zod';
import { resourceFields } from '../../description/resource-fields';
import { streamName } from '../../description/values';

export const rabbitmq = z
  .strictObject({
    kind: z.literal('rabbitmq'),
    ...resourceFields,
    version: z
      .string()
      .regex(/^[0-9]+\.[0-9]+$/, 'must be a version such as "4.1"')
      .optional()
      .describe('Default: what image\'s tag says, else "4.2".'),
    vhost: z
      .string()
      .regex(/^[A-Za-z0-9_/-]+$/, 'must be letters, digits, underscores, hyphens and slashes')
      .optional()
      .describe('Default: /.'),
    queues: z
      .union([
        z.array(streamName).min(1),
        z.record(
          streamName,
          z.strictObject({
            durable: z.boolean().optional().describe('Default: true.'),
            quorum: z.boolean().optional().describe('Default: false in tier development, true in tier production.'),
          }),
        ),
      ])
      .optional()
      .describe('Queues that exist before anything runs. Services may also declare their own.'),
  })
  .describe('RabbitMQ.');
