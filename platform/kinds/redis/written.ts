import * as z from 'zod';
import { resourceFields } from '../../description/resource-fields';

export const redis = z
  .strictObject({
    kind: z.literal('redis'),
    ...resourceFields,
    version: z
      .union([z.string().regex(/^[0-9]+(\.[0-9]+)?$/, 'must be a version such as "8" or "8.2"'), z.number()])
      .optional()
      .describe("Default: what image's tag says, else 8 (managed: Valkey 8.2)."),
    auth: z.enum(['password', 'none']).optional().describe('Whether a login is needed. Default: password.'),
    tls: z.boolean().optional().describe('Default: true for provider managed.'),
    eviction: z
      .enum([
        'noeviction',
        'allkeys-lru',
        'allkeys-lfu',
        'allkeys-random',
        'volatile-lru',
        'volatile-lfu',
        'volatile-random',
        'volatile-ttl',
      ])
      .optional()
      .describe('What goes when memory is full. Default: noeviction.'),
    persistence: z.boolean().optional().describe('Whether data outlives a restart. Default: true.'),
  })
  .describe('Redis, or Valkey where it is managed.');
