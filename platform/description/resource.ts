import { z } from 'zod';
import { containerFields, health, ports } from './container';
import { amount, cpu, duration, hostName, memory, name, portNumber, scalar, storage } from './values';

const external = z.strictObject({
  host: hostName.optional().describe('Where the server is. Default: looked up under an agreed name at deploy.'),
  port: portNumber.optional().describe("Default: the server's usual port."),
  tls: z.boolean().optional().describe('Whether clients speak TLS to it. Default: true.'),
});

/** What every resource may say. */
const resourceFields = {
  provider: z
    .enum(['managed', 'operator', 'container', 'external'])
    .optional()
    .describe(
      'How it exists. Default: managed on ecs and eks; container on compose and swarm; on kubernetes container in tier development and operator in tier production.',
    ),
  external: external.optional().describe('Where it is, for provider external.'),
  only: z.array(name).min(1).optional().describe('Environments that it exists in. Default: all.'),
  image: z.string().min(1).optional().describe('Image of the server, for provider container.'),
  instance: z
    .string()
    .min(1)
    .optional()
    .describe("Instance class, for provider managed. Default: by the environment's size."),
  storage: storage.optional().describe("Default: by the environment's size."),
  replicas: z.int().min(1).max(15).optional().describe('Servers. Default: by tier.'),
  cpu: amount(cpu, 'vCPU').optional().describe('For provider container.'),
  memory: amount(memory, 'Memory').optional().describe('For provider container.'),
  backup: duration.optional().describe('How long backups are kept, in days. Default: by tier.'),
};

export const postgres = z
  .strictObject({
    kind: z.literal('postgres'),
    ...resourceFields,
    version: z.int().min(13).max(18).optional().describe('Major version. Default: 17.'),
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

export const redis = z
  .strictObject({
    kind: z.literal('redis'),
    ...resourceFields,
    version: z
      .union([z.string().regex(/^[0-9]+(\.[0-9]+)?$/, 'must be a version such as "8" or "8.2"'), z.number()])
      .optional()
      .describe('Default: 8 (managed: Valkey 8.2).'),
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

const topicName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]+$/, 'must be a name of letters, digits, dots, underscores and hyphens');

export const kafka = z
  .strictObject({
    kind: z.literal('kafka'),
    ...resourceFields,
    version: z
      .string()
      .regex(/^[0-9]+\.[0-9]+$/, 'must be a version such as "4.1"')
      .optional()
      .describe('Default: "4.1".'),
    topics: z
      .union([z.array(topicName).min(1), z.record(topicName, topic)])
      .optional()
      .describe('Topics. None is made but these.'),
  })
  .describe('Kafka (KRaft) with topics.');

export const rabbitmq = z
  .strictObject({
    kind: z.literal('rabbitmq'),
    ...resourceFields,
    version: z
      .string()
      .regex(/^[0-9]+\.[0-9]+$/, 'must be a version such as "4.1"')
      .optional()
      .describe('Default: "4.2" (managed: "4.2").'),
    vhost: z
      .string()
      .regex(/^[A-Za-z0-9_/-]+$/, 'must be letters, digits, underscores, hyphens and slashes')
      .optional()
      .describe('Default: /.'),
    queues: z
      .union([
        z.array(topicName).min(1),
        z.record(
          topicName,
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

const { memory: _memory, cpu: _cpu, image: _image, ...otherFields } = resourceFields;

export const containerResource = z
  .strictObject({
    kind: z.literal('container'),
    ...otherFields,
    ...containerFields,
    ports: ports.optional(),
    aliases: z.array(name).optional().describe('Further names that it answers to.'),
    health: health.optional(),
  })
  .describe('Any other server, as a container: image, ports, volumes, variables, files, health.');

export const resource = z.discriminatedUnion('kind', [postgres, redis, kafka, rabbitmq, containerResource]);

/** A resource again, in an environment: any field of any kind, without the kind. Checked against the kind once merged. */
export const resourceOverride = z.strictObject(overrideFields([postgres, redis, kafka, rabbitmq, containerResource]));

function overrideFields(kinds: readonly z.ZodObject[]): Record<string, z.ZodType> {
  const fields = new Map<string, z.ZodType[]>();
  for (const [key, schema] of kinds.flatMap((kind) => Object.entries(kind.shape as Record<string, z.ZodType>))) {
    const known = fields.get(key) ?? [];
    if (key !== 'kind' && !known.includes(schema)) fields.set(key, [...known, schema]);
  }
  return Object.fromEntries([...fields].map(([key, schemas]) => [key, oneOf(schemas).optional()]));
}

function oneOf(schemas: readonly z.ZodType[]): z.ZodType {
  const [first, ...rest] = schemas;
  if (first === undefined) throw new Error('a field has no schema');
  return rest.length === 0 ? first : z.union([first, ...rest]);
}
