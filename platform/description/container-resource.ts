import { z } from 'zod';
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
