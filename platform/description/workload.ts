import * as z from 'zod';
import { besideContainer, containerFields, ports } from './container';
import { egress } from './egress';
import { health } from './health';
import { route } from './route';
import { duration, name, reference, roleName, routePath, scalar, variableName, words } from './values';

const use = z.union([
  reference,
  z.strictObject({
    name: reference.describe('Resource, or resource and part: `main.orders`.'),
    access: z
      .enum(['read', 'write', 'owner'])
      .optional()
      .describe(
        'Rights in a database. Default: owner; write for jobs, and for a service where it or another of its folder or image has `migrate`.',
      ),
    user: roleName
      .optional()
      .describe(
        'Role that it logs in as, in all databases of the server; one that exists is kept. Default: its own name; for an external server what the secret says.',
      ),
  }),
]);

const permission = z.strictObject({
  actions: z
    .array(z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9*]+$/, 'must be an IAM action such as s3:GetObject'))
    .min(1)
    .describe('IAM actions.'),
  resources: z.array(z.string().regex(/^arn:/, 'must be an ARN')).min(1).describe('ARNs. Never `*` alone.'),
});

/** What services and jobs share. */
export const workloadFields = {
  ...containerFields,
  contract: z
    .enum(['full', 'none'])
    .optional()
    .describe(
      'Variables that Slipway adds. none: only what env, secrets and passthrough say, for images that take names such as HTTP_PORT for their own. Default: full.',
    ),
  calls: z.array(reference).optional().describe('Services that it calls; `users.grpc` opens one port only.'),
  uses: z.array(use).optional().describe('Resources, or parts of resources, that it uses.'),
  publishes: z.array(reference).optional().describe('Topics and queues that it writes.'),
  consumes: z.array(reference).optional().describe('Topics and queues that it reads.'),
  egress,
  permissions: z.array(permission).optional().describe('Extra cloud permissions on named resources.'),
  after: z
    .union([z.array(name), z.record(name, z.enum(['started', 'healthy', 'completed']))])
    .optional()
    .describe(
      'What must be healthy, started or completed before it starts: `after: { bao: healthy }`. Resources that it uses come first anyway; a server that is elsewhere is there already. On Kubernetes a wait opens a port, so that a service needs `calls` and a resource `uses` too.',
    ),
  init: z
    .record(name, besideContainer)
    .optional()
    .describe('Containers that run to the end before it, in the order of their names.'),
  sidecars: z.record(name, besideContainer).optional().describe('Containers that run beside it.'),
  only: z.array(name).min(1).optional().describe('Environments that it exists in. Default: all.'),
};

const scale = z.union([
  z.int().min(0).max(1000),
  z.strictObject({
    min: z
      .int()
      .min(0)
      .max(1000)
      .optional()
      .describe('Fewest replicas. Default: 1 in tier development, 2 in tier production.'),
    max: z.int().min(1).max(1000).optional().describe('Most replicas. Default: min.'),
    cpu: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('Target CPU use in percent. Default: 70 when max is above min and nothing else is given.'),
    memory: z.int().min(1).max(100).optional().describe('Target memory use in percent. Default: not by memory.'),
    requests: z.int().min(1).optional().describe('Target requests a second and replica. Default: not by requests.'),
    lag: z.int().min(1).optional().describe('Target waiting messages a replica. Default: not by lag.'),
  }),
]);

const migrate = z.union([
  words,
  z.strictObject({
    command: words.optional().describe("Replaces the image's entry point."),
    args: words.optional().describe("Replaces the image's arguments."),
    env: z.record(variableName, scalar).optional().describe('Variables besides those of the service.'),
    user: roleName.optional().describe('Role that it logs in as. Default: the service and `_migrate`.'),
    timeout: duration.optional().describe('Default: 10m.'),
  }),
]);

/** Taken out when the defaults are put in, so that nothing after that knows it. */
export const extendsField = name
  .optional()
  .describe('Defaults of `defaults.named` that it starts from, above those of all. Default: none.');

export const routes = z
  .union([routePath, z.array(route).min(1)])
  .optional()
  .describe('What reaches it from outside: a path, or a list.');

/** In an environment a list may be emptied. */
export const emptiedRoutes = z
  .union([routePath, z.array(route)])
  .optional()
  .describe('What reaches it from outside: a path, or a list.');

export const service = z
  .strictObject({
    extends: extendsField,
    ...workloadFields,
    ports: ports.optional(),
    aliases: z.array(name).optional().describe('Further names that it answers to.'),
    routes,
    health: health.optional(),
    scale: scale.optional().describe('Replicas: a number, or bounds and targets.'),
    update: z
      .enum(['rolling', 'recreate'])
      .optional()
      .describe(
        'How a new version takes over: `recreate` stops the old one before the new one starts, for what may not run twice; it has one replica, and is away in between. Default: rolling, without a gap.',
      ),
    publicAddress: z
      .boolean()
      .optional()
      .describe(
        'A public address for each instance, for those in `gateway.from`, on its tcp and udp ports: on Kubernetes a load balancer for each pod of a StatefulSet, with the name `${instance.name}.${gateway.host}` for ExternalDNS; on Compose the ports are those of the machine; not on Fargate. A Deployment that becomes a StatefulSet by it, or the other way round, is not removed by `kubectl apply`: delete the object of the old kind (`kubectl delete deployment <name>`), or both get requests. Default: false.',
      ),
    placement: z
      .enum(['any', 'node'])
      .optional()
      .describe(
        'node: one instance on each node, in the network of the node (a DaemonSet with hostNetwork), where the environment accepts `host-port`; on Compose one instance whose ports the machine publishes; not on Fargate. The Deployment that there was before, or the DaemonSet, is yours to delete: `kubectl apply` removes none. Default: any.',
      ),
    drain: duration.optional().describe('Time that the server may use to finish requests after SIGTERM. Default: 20s.'),
    migrate: migrate.optional().describe("Runs to the end, as the database's owner, before new code gets traffic."),
  })
  .describe('A container that keeps running; without ports it is a worker.');

/** A service once an environment's fields are in: a list of routes may have been emptied there. */
export const mergedService = service
  .omit({ extends: true })
  .extend({ routes: emptiedRoutes })
  .describe('A container that keeps running; without ports it is a worker.');

export const writtenJob = z
  .strictObject({
    extends: extendsField,
    ...workloadFields,
    schedule: z.string().min(1).optional().describe('Five fields of cron. Default: it runs once on each deploy.'),
    timezone: z.string().min(1).optional().describe('IANA name. Default: UTC.'),
    timeout: duration.optional().describe('Time after which it is stopped. Default: 1h.'),
    retries: z.int().min(0).max(10).optional().describe('Default: 0.'),
    concurrency: z
      .enum(['allow', 'forbid'])
      .optional()
      .describe('Whether a run may start while the one before still goes. Default: forbid for schedules.'),
  })
  .describe('A container that runs once, on deploy or on a schedule.');

export const job = writtenJob
  .omit({ extends: true })
  .describe('A container that runs once, on deploy or on a schedule.');
