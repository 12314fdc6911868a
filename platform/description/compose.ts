import * as z from 'zod';

export const composeSettings = z
  .strictObject({
    publish: z
      .string()
      .regex(
        /^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/,
        'must be an address of the machine, such as 0.0.0.0',
      )
      .optional()
      .describe(
        'Address of the machine that ports are published on: the gateway and the raw routes. `0.0.0.0` is every address, so that others in the network reach them. Default: 127.0.0.1.',
      ),
  })
  .describe('What Compose has of its own. On Compose alone.');
