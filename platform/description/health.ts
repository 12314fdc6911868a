import * as z from 'zod';
import { duration } from './values';

const probeFields = {
  http: z.string().regex(/^\//, 'must start with "/"').optional().describe('Path that answers 2xx or 3xx.'),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header'), z.string())
    .optional()
    .describe('Request headers of an HTTP check.'),
  grpc: z
    .union([z.literal(true), z.string()])
    .optional()
    .describe('gRPC health v1: true, or the name of the service to ask for.'),
  tcp: z.literal(true).optional().describe('The port accepts a connection.'),
  command: z.array(z.string()).min(1).optional().describe('Command in the container that ends 0.'),
  port: z.string().min(1).optional().describe('Name of the port. Default: the first of the right protocol.'),
  delay: duration.optional().describe('Wait before the first try. Default: 0s.'),
  interval: duration.optional().describe('Time between tries. Default: 10s.'),
  timeout: duration.optional().describe('Time for one try. Default: 2s.'),
  failures: z.int().min(1).max(100).optional().describe('Failed tries in a row that count. Default: 3.'),
};

const probe = z.union([
  z.literal('none'),
  z.string().regex(/^\//, 'must be a path that starts with "/"'),
  z.strictObject(probeFields),
]);

/** One check for both questions, or `liveness` and `readiness` apart. */
export const health = z
  .union([
    z.literal('none'),
    z.string().regex(/^\//, 'must be a path that starts with "/"'),
    z.strictObject({
      ...probeFields,
      liveness: probe.optional().describe('Restart when it fails.'),
      readiness: probe.optional().describe('No traffic while it fails.'),
      startup: duration
        .optional()
        .describe(
          'Time that a start may take before failures count; a start that never answers is given up after this time and then `failures` tries. Default: 0s.',
        ),
    }),
  ])
  .describe(
    'Health. Default: http services /livez and /readyz, gRPC services health v1, tcp services a connection, workers none. On ECS a default is asked only where a load balancer can ask it.',
  );
