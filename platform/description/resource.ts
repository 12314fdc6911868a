import { z } from 'zod';
import { kafka } from '../kinds/kafka/written';
import { postgres } from '../kinds/postgres/written';
import { rabbitmq } from '../kinds/rabbitmq/written';
import { redis } from '../kinds/redis/written';
import { containerFields, health, ports } from './container';
import { resourceFields } from './resource-fields';
import { name } from './values';

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

/** The stores, each in a folder of its own under `kinds/`. */
export const stores = { postgres, redis, kafka, rabbitmq } as const;

export const resource = z.discriminatedUnion('kind', [postgres, redis, kafka, rabbitmq, containerResource]);

/** A resource again, in an environment: any field of any kind, without the kind. Checked against the kind once merged. */
export const resourceOverride = z.strictObject(overrideFields(resource.options));

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
