import * as z from 'zod';
import { podLabels } from './labels';
import { hostName, name, portNumber } from './values';

/** `50000-50100`: both ends are in it. */
export const portRange = z.string().regex(/^[0-9]{1,5}-[0-9]{1,5}$/, 'must be a range of ports such as "50000-50100"');

/** What a rule about addresses looks at more closely: RFC 4632 and RFC 4291. */
const anyRange = z
  .string()
  .regex(
    /^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:]*(\.[0-9.]+)?\/[0-9]{1,3})$/,
    'must be a range of addresses such as "10.0.0.0/16" or "2001:db8::/32"',
  );

export const egress = z
  .array(
    z.strictObject({
      cidr: anyRange
        .optional()
        .describe('Addresses outside the platform: an IPv4 or IPv6 range. One of cidr, host and namespace.'),
      host: hostName
        .optional()
        .describe(
          'A host name outside the platform. No target can open the way by name alone: refused as unsupported-egress-host, or accepted, and then every address is open on these ports.',
        ),
      namespace: name.optional().describe('Another namespace of the cluster. On Kubernetes alone.'),
      labels: podLabels.optional().describe('Pods of that namespace, by their labels. Default: all of them.'),
      protocol: z.enum(['tcp', 'udp']).optional().describe('Default: tcp.'),
      ports: z
        .array(z.union([portNumber, portRange]))
        .min(1)
        .describe('Ports and ranges of ports: `[3478, 49152-65535]`. In a namespace those that the pods listen on.'),
    }),
  )
  .optional()
  .describe(
    'What it may open outside the platform: `{ cidr: 198.51.100.0/24, protocol: udp, ports: [3478] }`. Default: none.',
  );

export type EgressDescription = NonNullable<z.infer<typeof egress>>[number];
