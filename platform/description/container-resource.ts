import * as z from 'zod';
import { containerFields, health, ports } from './container';
import { externalContainer, resourceFields } from './resource-fields';
import { workloadFields } from './workload';

const { provider, only, aliases, replicas } = resourceFields;
const { calls, uses, after, init, sidecars } = workloadFields;

export const containerResource = z
  .strictObject({
    kind: z.literal('container'),
    provider,
    external: externalContainer,
    only,
    replicas,
    ...containerFields,
    ports: ports.optional(),
    calls,
    uses,
    after,
    init,
    sidecars,
    aliases,
    health: health.optional(),
  })
  .describe(
    'Any other server, as a container: image, ports, volumes, variables, files, health, edges, containers beside it.',
  );
