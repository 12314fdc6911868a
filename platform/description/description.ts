import * as z from 'zod';
import { isPlain } from '../document/merge';
import { composeSettings } from './compose';
import { kubernetes } from './kubernetes';
import { once } from './once';
import { overrideOf } from './override';
import { mergedResource, resource, resourceOverride } from './resource';
import { withDefaults } from './shared';
import { cidr, duration, hostName, name, portNumber, reference } from './values';
import { job, mergedService, service, writtenJob } from './workload';

const gatewayFields = {
  auth: z
    .strictObject({
      issuer: z
        .string()
        .regex(/^https:\/\/[^\s]+$/, 'must be an https URL')
        .describe('`iss` of the tokens.'),
      audience: z.string().min(1).describe('`aud` that a token must have.'),
      jwks: z
        .string()
        .regex(/^https:\/\/[^\s]+$/, 'must be an https URL')
        .optional()
        .describe('Keys. Default: the issuer with .well-known/jwks.json.'),
    })
    .optional()
    .describe('Who signs the tokens that routes with `auth: required` ask for.'),
  certificate: z
    .string()
    .min(1)
    .optional()
    .describe(
      'ARN of an ACM certificate, or name of a TLS Secret on Kubernetes. Default: made on the target for the domain.',
    ),
  tls: z.boolean().optional().describe('Default: true; false on compose.'),
  port: portNumber.optional().describe('Public port. Default: 443 with TLS, 8080 on compose.'),
  kind: z.enum(['gateway-api', 'ingress']).optional().describe('How it is made on Kubernetes. Default: gateway-api.'),
  class: z
    .string()
    .min(1)
    .optional()
    .describe('GatewayClass or IngressClass. Default: envoy-gateway; nginx for ingress.'),
  namespace: name
    .optional()
    .describe(
      "Namespace of the gateway's pods on Kubernetes. Default: envoy-gateway-system; ingress-nginx for ingress.",
    ),
  idleTimeout: duration.optional().describe('Time without a byte after which a connection is closed. Default: 60s.'),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header'), z.string())
    .optional()
    .describe(
      'Response headers on every route, besides the default ones, which a plain Ingress has not. An empty text takes a default one away.',
    ),
  from: z.array(cidr).min(1).optional().describe('Addresses that may reach it. Default: 0.0.0.0/0.'),
};

const gateway = z
  .strictObject(gatewayFields)
  .describe('The entry from outside: load balancer, TLS, authentication, headers.');

const override = z.strictObject({
  target: z
    .string()
    .optional()
    .describe('cdk: `<stack>/<logical id>`; k8s: `<Kind>/<name>`; ci: file name; compose: none.'),
  path: z.string().regex(/^\//, 'must be a JSON pointer that starts with "/"').describe('JSON pointer in the target.'),
  set: z.unknown().optional().describe('New value.'),
  remove: z.literal(true).optional().describe('Takes the value away.'),
});

const members = z
  .array(reference)
  .min(1)
  .describe(
    'Services, jobs and resources of kind container, each with the ports that serve callers; `geo.admin` opens one port alone. Who is not in an environment is not in its group there.',
  );

const acceptedCode = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*$/, 'must be a code of small letters and hyphens, such as unsupported-health');

const environment = z
  .strictObject({
    runtime: z.enum(['ecs', 'eks', 'kubernetes', 'compose', 'swarm']).describe('Where it runs.'),
    engine: z.enum(['cdk', 'pulumi']).optional().describe('What makes AWS resources. Default: cdk.'),
    tier: z
      .enum(['development', 'production'])
      .optional()
      .describe('Availability, protection, retention, hardening. Default: development.'),
    size: z.enum(['small', 'medium', 'large']).optional().describe('Instance classes and storage. Default: small.'),
    account: z
      .string()
      .regex(/^[0-9]{12}$/, 'must be twelve digits in quotes')
      .optional()
      .describe('AWS account.'),
    region: z
      .string()
      .regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9]$/, 'must be an AWS region such as eu-west-1')
      .optional()
      .describe('AWS region.'),
    zones: z
      .array(z.string().regex(/^[a-f]$/, 'must be the letter of a zone'))
      .min(1)
      .max(6)
      .optional()
      .describe('Letters of availability zones. Default: [a, b]; [a, b, c] in tier production.'),
    cidr: cidr.optional().describe('IPv4 range of the VPC. Default: 10.0.0.0/16.'),
    hostedZone: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe(
        "Route 53 zone that the domain is in: `hostedZone: shop.example.com`, by name or id. Several for routes with hosts of several: `hostedZone: [example.com, example.org]`, by name; each host is written into the nearest. Default: none; DNS is the team's.",
      ),
    domain: hostName.optional().describe('Public host name. Default: localhost on compose and swarm.'),
    namespace: name.optional().describe('Kubernetes namespace. Default: the platform and the environment.'),
    registry: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(\/[a-z0-9._-]*[a-z0-9])*$/,
        'must be a registry without "https://" and without a slash at the end',
      )
      .optional()
      .describe("Registry of built images. Default: the account's ECR; ghcr.io and the repository on kubernetes."),
    accept: z
      .array(
        z.union([
          acceptedCode,
          z.strictObject({
            code: acceptedCode.describe('Of the limit or rule.'),
            for: z.array(name).min(1).describe('Services, jobs and resources that live with it; others do not.'),
          }),
        ]),
      )
      .optional()
      .describe(
        'Codes of limits and rules that this environment lives with. `slipway explain <code>` says whether one may. What is given up is listed at every run. Default: none.',
      ),
    telemetry: z
      .strictObject({
        endpoint: z
          .string()
          .regex(/^(https?:\/\/|\$\{)[^\s]+$/, 'must be an http or https URL, or start with a reference')
          .describe(
            'OTLP receiver. A reference to a service or to a resource of kind container, such as `http://${otel.grpc.addr}`, opens the way to it for every workload; to one outside the platform workloads need `egress`.',
          ),
        protocol: z.enum(['grpc', 'http/protobuf']).optional().describe('Default: grpc.'),
        sampler: z.string().min(1).optional().describe('OTEL_TRACES_SAMPLER. Default: parentbased_always_on.'),
      })
      .optional()
      .describe('Where traces, metrics and logs go. Default: nowhere; the SDK is switched off.'),
    kubernetes: kubernetes.optional(),
    compose: composeSettings.optional(),
    gateway: overrideOf(gateway).optional().describe('Any field of the gateway again; null takes a field away.'),
    services: z
      .record(name, overrideOf(mergedService).nullable())
      .optional()
      .describe(
        'Any field of a service again, by the same keys. Maps are merged, lists replaced; null takes a field, an entry of a map or a whole service away.',
      ),
    jobs: z
      .record(name, overrideOf(job).nullable())
      .optional()
      .describe('Any field of a job again; null takes it away.'),
    resources: z
      .record(name, overrideOf(resourceOverride).nullable())
      .optional()
      .describe('Any field of a resource again; null takes it away.'),
    meshes: z
      .record(name, members.nullable())
      .optional()
      .describe('Members of a group again, in place of those of the base; null takes the group away.'),
    overrides: z
      .strictObject({
        cdk: z.array(override).optional().describe('Patches on templates.'),
        k8s: z.array(override).optional().describe('Patches on manifests.'),
        compose: z.array(override).optional().describe('Patches on compose.yaml.'),
        ci: z.array(override).optional().describe('Patches on workflows.'),
      })
      .optional()
      .describe('Patches by path on an output, applied last.'),
  })
  .describe('A place where the platform runs, and what is different there.');

/** What a user may write without defaults. The type, the JSON Schema and the check of keys all come from here. */
export const description = z
  .strictObject({
    platform: name.describe('Name of the whole: prefix of everything that is made.'),
    owner: z
      .string()
      .min(1)
      .optional()
      .describe('Team that owns it: a tag on everything. Default: the name of the platform.'),
    repository: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, 'must be owner/name of a GitHub repository')
      .optional()
      .describe('GitHub owner/name: OIDC trust, registry, workflow wiring. Default: the owner and the platform.'),
    gateway: gateway.optional(),
    services: z.record(name, service).optional().describe('Containers that keep running.'),
    jobs: z.record(name, writtenJob).optional().describe('Containers that run once or on a schedule.'),
    resources: z.record(name, resource).optional().describe('Backing servers.'),
    meshes: z
      .record(name, members)
      .optional()
      .describe(
        'Groups of workloads that reach one another by their own addresses, for programs that register themselves (Consul, Eureka, memberlist): `discovery: [consul, geo, search]`. Every member may open the ports of the others and of further replicas of its own. On Compose a group is one network, and its members have no other: the address that a program finds by itself is the one that peers reach (accept unsupported-mesh-isolation, since stores and callers are on that network too). Names are found by `calls` and `uses`, as ever. Default: none.',
      ),
    environments: z.record(name, environment).describe('Places where it runs.'),
  })
  .describe('A Slipway platform.');

/** The schema once defaults are merged into services and jobs: a list of routes may be empty there. */
export const mergedSchema = once(() =>
  description.extend({
    defaults: withDefaults().defaults,
    services: z.record(name, mergedService).optional(),
    jobs: z.record(name, job).optional(),
  }),
);

const schemaWithDefaults = once(() => description.extend(withDefaults()));

/** The schema of what stands in a file: with defaults a service may lack what they bring, and take it away. */
export function writtenSchema(value: unknown): z.ZodType {
  return isPlain(value) && Object.hasOwn(value, 'defaults') ? schemaWithDefaults() : description;
}

export type Description = z.infer<typeof description>;
export type ServiceDescription = z.infer<typeof service>;
export type JobDescription = z.infer<typeof job>;
export type ResourceDescription = z.infer<typeof resource>;
export type EnvironmentDescription = z.infer<typeof environment>;
export type GatewayDescription = z.infer<typeof gateway>;

/** Schemas of the merged parts, checked again once an environment's overrides are in. */
export const parts = { service: mergedService, job, resource: mergedResource, gateway };

/** The JSON Schema of a description (draft-07, which editors understand best). */
export function schema(): Record<string, unknown> {
  const { services, jobs, defaults } = withDefaults();
  const all = z.strictObject({
    ...description.shape,
    defaults,
    starting: z.strictObject({ services, jobs }),
  });
  const made = z.toJSONSchema(all, { target: 'draft-7', reused: 'ref', io: 'input' });
  const { services: own, jobs: ownJobs, starting, ...rest } = made.properties as Record<string, Properties>;
  return {
    ...made,
    properties: { ...rest, services: { description: services.description }, jobs: { description: jobs.description } },
    required: made.required?.filter((key) => key !== 'starting'),
    ...Object.fromEntries([
      ['if', { properties: { defaults: { description: 'Given.' } }, required: ['defaults'] }],
      ['then', { properties: starting?.properties }],
      ['else', { properties: { services: own, jobs: ownJobs } }],
    ]),
    title: 'Slipway platform.yaml',
  };
}

interface Properties {
  readonly properties?: object;
}
