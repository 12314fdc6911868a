import * as z from 'zod';
import { catalogueKinds } from '../kinds/catalogue/catalogue';
import { kafka } from '../kinds/kafka/written';
import { postgres } from '../kinds/postgres/written';
import { rabbitmq } from '../kinds/rabbitmq/written';
import { redis } from '../kinds/redis/written';
import { containerResource, mergedFields } from './container-resource';

/** The stores, each in a folder of its own under `kinds/`. */
export const stores = { postgres, redis, kafka, rabbitmq } as const;

const known = z.discriminatedUnion('kind', [postgres, redis, kafka, rabbitmq, containerResource]);

/** A server of the catalogue: the fields of kind `container`, over what the catalogue knows of it. */
const catalogueResource = containerResource
  .extend({
    kind: z.enum(catalogueKinds),
    version: z
      .union([z.string().min(1), z.number()])
      .optional()
      .describe("Tag of the image. Default: the catalogue's."),
    auth: redis.shape.auth,
  })
  .describe('A well-known server, run as a container: the reference page of servers lists them with what each brings.');

/** Those who read a description see kind `container` in place of a kind of the catalogue: resolving puts it there first. */
export const resource = z.discriminatedUnion('kind', [...known.options, catalogueResource]) as unknown as typeof known;

const merged: readonly z.ZodObject[] = resource.options.map((each: z.ZodObject) =>
  'routes' in each.shape ? each.extend(mergedFields) : each,
);

/** A resource once an environment's fields are in. */
export const mergedResource = z.discriminatedUnion('kind', merged as [z.ZodObject]) as unknown as typeof known;

/** A resource again, in an environment: any field of any kind, without the kind. Checked against the kind once merged. */
export const resourceOverride = z.strictObject(overrideFields(merged));

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
