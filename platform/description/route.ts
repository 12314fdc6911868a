import * as z from 'zod';
import { duration, name, portNumber, routePath } from './values';

/** A host name, or all names one label below one. */
const routeHost = z
  .string()
  .regex(
    /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'must be a lower-case host name, or "*." and a host name',
  );

/** RFC 9110, 5.6.2: a token. Application load balancers take 40 characters, and have another condition for the host. */
const matchedHeader = z
  .string()
  .regex(
    /^(?![Hh][Oo][Ss][Tt]$)[A-Za-z0-9_-]{1,40}$/,
    'must be the name of a header other than host, of 40 letters, digits, hyphens and underscores at most',
  );

/** Application load balancers take 128 characters, and read `*` and `?` as wildcards. */
const matchedValue = z
  .string()
  .regex(
    /^(?! )(?!.* $)[ !#-)+->@-[\]-~]{1,128}$/,
    'must be plain text of 128 characters at most, without "*", "?", quotes, backslashes and spaces at its ends',
  );

/** RFC 6265, 4.1.1. Names that start with AWSALB are the load balancer's own. */
const cookieName = z
  .string()
  .regex(/^(?!AWSALB)[A-Za-z0-9_.-]{1,64}$/, 'must be the name of a cookie, which does not start with AWSALB');

const method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);

/** `https://www.example.com/new`, `https://www.example.com` or `/new`. */
const redirectTarget = z
  .string()
  .regex(
    /^(https?:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:[0-9]{1,5})?(\/[^\s?#*{}"\\]*)?|\/[^\s?#*{}"\\]*)$/,
    'must be an http or https URL, or a path, without "?", "#", "*", braces, quotes and backslashes',
  );

const redirect = z
  .strictObject({
    to: redirectTarget.describe(
      'Where to: a URL, or a path on the same host. The query stays, and so does the path where none is written.',
    ),
    status: z
      .literal([301, 302, 303, 307, 308])
      .optional()
      .describe('Status of the answer. AWS has 301 and 302 alone. Default: 302.'),
  })
  .describe(
    'Sends the client elsewhere, in place of a port: `redirect: { to: "https://www.example.com", status: 301 }`.',
  );

/** Elastic Load Balancing API, FixedResponseActionConfig: 1024 characters, and these types. */
const respond = z
  .strictObject({
    status: z.int().min(200).max(599).describe('Status of the answer; not 3xx.'),
    body: z.string().max(1024).optional().describe('Text of the answer. Default: none.'),
    contentType: z
      .enum(['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'])
      .optional()
      .describe('Default: text/plain.'),
  })
  .describe('Answers by itself, in place of a port: `respond: { status: 503, body: "Back soon" }`.');

/** What reaches a service from outside: a path, or more. */
export const route = z.union([
  routePath,
  z.strictObject({
    path: routePath.optional().describe('Path prefix. Default: /.'),
    host: routeHost
      .optional()
      .describe(
        "Public host name, or `*.` and one for all names one label below it that have no route of their own; on Kubernetes its certificate needs an issuer that proves names by DNS (DNS-01), since HTTP-01 proves no wildcard. Default: the environment's domain; for tcp and udp `<port>.<service>.<domain>`, since they have a load balancer of their own. On a laptop those answer on localhost. `${gateway.<service>.<port>.addr}` (or host, port) refers to it.",
      ),
    methods: z
      .array(method)
      .min(1)
      .optional()
      .describe('HTTP methods that it takes: `methods: [POST, PUT]`. Default: every method.'),
    headers: z
      .record(matchedHeader, matchedValue)
      .optional()
      .describe(
        'Request headers that it asks for, each with its exact value (AWS does not tell capitals from small letters): `headers: { x-track: beta }`. Of several routes with one host and path the one with methods, and then the one with more headers, gets a request. Default: none.',
      ),
    port: name.optional().describe('Name of the port. Default: the first http, ws or grpc port.'),
    weight: z
      .int()
      .min(0)
      .max(100)
      .optional()
      .describe(
        'Share of the requests, where routes of two services have the same host, path, methods and headers: `weight: 10` beside `weight: 90`. Each request is chosen by itself. Alone it takes all. On AWS a route gets its first weight, and loses it, with a moment without answer: write it before there is a second service. Default: none; one route has them all.',
      ),
    redirect: redirect.optional(),
    respond: respond.optional(),
    auth: z
      .enum(['none', 'required'])
      .optional()
      .describe('A valid token of `gateway.auth` is required. Default: none.'),
    rewrite: routePath.optional().describe('What the service sees instead of the path. Default: the path.'),
    timeout: duration
      .optional()
      .describe(
        'Time that a request may take. Default: 30s; 1h for ws and grpc. Load balancers of AWS and a plain Ingress have no such time, and none by default.',
      ),
    sticky: z
      .union([
        z.boolean(),
        z.strictObject({
          cookie: cookieName.describe(
            'Name of a cookie of the service: requests that bring it reach the replica that set it, for a day.',
          ),
        }),
      ])
      .optional()
      .describe(
        "Same client, same replica. true: by a cookie of the load balancer's own; `sticky: { cookie: SESSION }`: by one of the service. Default: false.",
      ),
    tls: z
      .enum(['terminate', 'passthrough'])
      .optional()
      .describe(
        'TLS of a tcp route. terminate: the gateway ends it, with a certificate for the host. passthrough: the service ends it; on Kubernetes and Compose several may share a public port then, each by its host (SNI). Default: none; the port is passed on as it is.',
      ),
    listen: portNumber.optional().describe('Public port of a tcp or udp route. Default: what callers use (`as`).'),
  }),
]);

/** A route that is more than a path. */
export type RouteFields = Exclude<z.infer<typeof route>, string>;
