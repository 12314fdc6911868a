import * as z from 'zod';
import { resourceFields } from '../../description/resource-fields';
import { duration, scalar, streamName } from '../../description/values';

const topic = z.strictObject({
  partitions: z.int().min(1).max(10000).optional().describe('Default: 3.'),
  replicas: z.int().min(1).max(15).optional().describe('Copies. Default: as many as brokers, at most 3.'),
  retention: z
    .union([duration, z.literal('forever')])
    .optional()
    .describe('Default: 7d.'),
  cleanup: z.enum(['delete', 'compact']).optional().describe('Default: delete.'),
  config: z
    .record(z.string().regex(/^[a-z.]+$/, 'must be the name of a setting such as max.message.bytes'), scalar)
    .optional()
    .describe("Further settings, by Kafka's own names."),
});

export const kafka = z
  .strictObject({
    kind: z.literal('kafka'),
    ...resourceFields,
    version: z
      .string()
      .regex(/^[0-9]+\.[0-9]+$/, 'must be a version such as "4.1"')
      .optional()
      .describe('Default: what image\'s tag says, else "4.1".'),
    topics: z
      .union([z.array(streamName).min(1), z.record(streamName, topic)])
      .optional()
      .describe('Topics. None is made but these.'),
  })
  .describe('Kafka (KRaft) with topics.');
