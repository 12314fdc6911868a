import * as z from 'zod';

// Made for one reading of one file: to compile a checker for each object takes longer than it saves.
z.config({ jitless: true });

// The small texts that fields are made of. What a pattern cannot say stands in check.ts, so that the JSON Schema printed
// from here gives the same verdict as zod does.

export const name = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
    'must be a name of lower-case letters, digits and hyphens that starts with a letter',
  );

export const variableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'must be a name of letters, digits and underscores that does not start with a digit',
  );

/** `resource`, `resource.part` or, for calls, `service` and `service.port`. Parts may hold dots: a topic `a.b` of `events` is `events.a.b`. */
export const reference = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\.[A-Za-z0-9._-]+)?$/, 'must be a name, or a name, a dot and a part of it');

export const portNumber = z.int().min(1).max(65535);

export const duration = z
  .string()
  .regex(
    /^(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m(?!s))?([0-9]{1,9}s)?([0-9]{1,9}ms)?$/,
    'must be a duration such as "30s", "5m" or "1h30m"',
  );

export const memory = z
  .string()
  .regex(/^[0-9]{1,9}(\.[0-9]{1,6})?(Ki|Mi|Gi)$/, 'must be an amount of memory such as "512Mi" or "2Gi"');

export const storage = z.string().regex(/^[0-9]{1,6}(Gi|Ti)$/, 'must be an amount of storage such as "20Gi"');

export const cpu = z.union([
  z.number().min(0.001).max(192),
  z.string().regex(/^([0-9]{1,6}m|[0-9]{1,3}(\.[0-9]{1,3})?)$/, 'must be a number of vCPU such as 0.25, or "250m"'),
]);

export const absolutePath = z.string().regex(/^\/[^\s:]*$/, 'must be an absolute path without spaces or colons');

/**
 * Gateway API, HTTPPathMatch: what a prefix may hold (RFC 3986, `pchar` and slashes) and what it may not, since servers read it in
 * different ways. Another letter stands there by its bytes: `/%C3%A9` for `/é`.
 */
export const routePath = z
  .string()
  .regex(
    /^(?!.*(?:\/\/|%2[fF]|\/\.{1,2}(?:\/|$)))\/(?:[A-Za-z0-9/._~!$&'()+,;=:@-]|%[0-9a-fA-F]{2})*$/,
    'must start with "/", hold what a URL holds as it is (other letters as "%C3%A9"), no "?", "#" or "*", and no "//", "/./", "/../" or "%2F"',
  );

export const hostName = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be a lower-case host name');

export const cidr = z
  .string()
  .regex(/^[0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}$/, 'must be an IPv4 range such as "10.0.0.0/16"');

/** Values of variables. Numbers and booleans are written as YAML writes them. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A command line, one word an item. A single text is not split: it would need a shell. */
export const words = z.array(scalar).min(1);

export const protocol = z.enum(['http', 'grpc', 'ws', 'tcp', 'udp']);

/** Amount that is asked for and amount that is the most; one value means both, a request alone sets no limit. */
export const amount = <T extends z.ZodType>(value: T, what: string) =>
  z.union([
    value,
    z.strictObject({
      request: value.optional().describe(`${what} that is reserved.`),
      limit: z
        .union([z.literal('none'), value])
        .optional()
        .describe(
          `${what} that is the most; \`none\` where a request is given alone. A Fargate task has a limit of its own.`,
        ),
    }),
  ]);

/** A topic or a queue. */
export const streamName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]+$/, 'must be a name of letters, digits, dots, underscores and hyphens');

/** Begins what a message says of a name that stands in a server already: there a guess would be another thing. */
export const asTheServerHasIt = 'must be a name as the server has it';

/** A database or a role in SQL, in quotes and so with capitals and signs; of 63 bytes at most. */
export const sqlName = z
  .string()
  .regex(
    /^[A-Za-z0-9_]([A-Za-z0-9_ .,:;@/+*!?#%&()<>|~^{}[\]-]{0,61}[A-Za-z0-9_.,:;@/+*!?#%&()<>|~^{}[\]-])?$/,
    `${asTheServerHasIt}: at most 63 characters, without quotes, "\\", "$" and "="`,
  );

export const roleName = sqlName.regex(/^(?!pg_)/, 'must not start with "pg_", as roles of the server itself do');

/** What edges call a database: its name too, unless it says another. */
export const databaseName = z
  .string()
  .regex(
    /^[a-z]([a-z0-9_-]*[a-z0-9])?$/,
    'must be a name of lower-case letters, digits, hyphens and underscores that starts with a letter',
  );
