import * as z from 'zod';
import { amount, cpu, duration, hostName, memory, name, portNumber, storage } from './values';

const external = z.strictObject({
  host: hostName.optional().describe('Where the server is. Default: looked up under an agreed name at deploy.'),
  port: portNumber.optional().describe("Default: the server's usual port."),
  tls: z.boolean().optional().describe('Whether clients speak TLS to it. Default: true.'),
});

/** A container's own ports say what is open. */
export const externalContainer = external
  .pick({ host: true })
  .optional()
  .describe('Where it is, for provider external.');

/** What every store may say. */
export const resourceFields = {
  provider: z
    .enum(['managed', 'operator', 'container', 'external'])
    .optional()
    .describe(
      'How it exists. Default: managed on ecs and eks; container on compose, swarm and kubernetes, where `check` warns of one without backups in tier production.',
    ),
  external: external
    .optional()
    .describe(
      'Where it is, for provider external. The team gives each login as the secret `<resource>-<workload>` with `username` and `password`; on Kubernetes and Compose `slipway secrets` adds `password-in-url`, the same percent-encoded (RFC 3986), which URLs need.',
    ),
  only: z.array(name).min(1).optional().describe('Environments that it exists in. Default: all.'),
  aliases: z
    .array(name)
    .optional()
    .describe(
      'Further names that it answers to: `[db]`. On ecs a record `db.<platform>-<environment>.internal`, in full, since tasks have no search domain; the certificate of a managed server has its own name alone. Default: none.',
    ),
  image: z
    .string()
    .min(1)
    .optional()
    .describe('Image of the server, for provider container. Its tag is the version, where no version is written.'),
  instance: z
    .string()
    .min(1)
    .optional()
    .describe("Instance class, for provider managed. Default: by the environment's size."),
  storage: storage.optional().describe("Default: by the environment's size."),
  replicas: z
    .int()
    .min(1)
    .max(15)
    .optional()
    .describe(
      'Servers. Each of kind container has a name of its own, such as `cache-0`, and `${cache.addrs}` is the list of their addresses. Default: by tier; 1 of kind container.',
    ),
  cpu: amount(cpu, 'vCPU').optional().describe('For provider container.'),
  memory: amount(memory, 'Memory').optional().describe('For provider container.'),
  backup: duration.optional().describe('How long backups are kept, in days. Default: by tier.'),
};
