import * as z from 'zod';
import { containerFields, ports } from './container';
import { health } from './health';
import { externalContainer, resourceFields } from './resource-fields';
import { emptiedRoutes, routes, workloadFields } from './workload';

const { provider, only, aliases, replicas } = resourceFields;
const { calls, uses, publishes, consumes, egress, after, init, sidecars } = workloadFields;

export const containerResource = z
  .strictObject({
    kind: z.literal('container'),
    provider,
    external: externalContainer,
    only,
    replicas,
    ...containerFields,
    ports: ports.optional(),
    routes,
    calls,
    uses,
    publishes,
    consumes,
    egress,
    after,
    init,
    sidecars,
    aliases,
    health: health.optional(),
  })
  .describe(
    'Any other server, as a container: image, ports, routes, volumes, variables, files, health, edges, containers beside it.',
  );

/** What it may say once an environment's fields are in. */
export const mergedFields = { routes: emptiedRoutes };
