import * as z from 'zod';

/** A part of the description again, in an environment: any field or none, and null for a field that is taken away. */
export type Override<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Override<T[K]> | null }
    : T;

const known = new WeakMap<z.ZodType, z.ZodType>();

/**
 * The schema of such a part, from the schema of the whole. What is merged key by key is partial all the way down; a list
 * is replaced, so its items are whole. The merged part is checked against the whole schema afterwards.
 */
export function overrideOf<T extends z.ZodType>(schema: T): z.ZodType<Override<z.infer<T>>> {
  return partial(schema) as z.ZodType<Override<z.infer<T>>>;
}

function partial(schema: z.ZodType): z.ZodType {
  const made = known.get(schema);
  if (made !== undefined) return made;
  const bare = derive(schema);
  const { description } = schema;
  const result = bare === schema || description === undefined ? bare : bare.describe(description);
  known.set(schema, result);
  return result;
}

function derive(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return partial(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodRecord)
    return z.record(schema.keyType as z.ZodType<string>, partial(schema.valueType as z.ZodType).nullable());
  if (schema instanceof z.ZodUnion) {
    const options = schema.options as readonly z.ZodType[];
    const derived = options.map(partial);
    return derived.every((each, at) => each === options[at]) ? schema : z.union(derived);
  }
  if (!(schema instanceof z.ZodObject)) return schema;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return z.strictObject(Object.fromEntries(fields.map(([key, field]) => [key, optional(field)])));
}

function optional(field: z.ZodType): z.ZodType {
  const made = partial(field).nullable().optional();
  const { description } = field;
  return description === undefined ? made : made.describe(description);
}
