import * as z from 'zod';
import { portRange } from './egress';
import {
  absolutePath,
  amount,
  cpu,
  memory,
  name,
  portNumber,
  reference,
  scalar,
  storage,
  variableName,
  words,
} from './values';

const build = z.union([
  z.string().min(1),
  z.strictObject({
    context: z.string().min(1).describe('Folder that is sent to the builder, relative to the description.'),
    dockerfile: z.string().min(1).optional().describe('Dockerfile, relative to the context. Default: Dockerfile.'),
    target: z.string().min(1).optional().describe('Stage of a multi-stage Dockerfile. Default: the last.'),
    args: z.record(variableName, scalar).optional().describe('Build arguments. Never secrets: they stay in the image.'),
    command: words
      .optional()
      .describe(
        'Builds the program for `slipway dev --processes`, run in the context; `{out}` is the file to write. Default: `go build` of cmd/<service>, of cmd/<folder>, of the only folder in cmd, or of the context.',
      ),
  }),
]);

const writable = z.union([
  absolutePath,
  z.strictObject({
    path: absolutePath.describe('Directory in the container.'),
    medium: z
      .enum(['disk', 'memory'])
      .optional()
      .describe(
        'Where it lives. Default: disk. On Compose a directory on disk is a volume of the project: replicas share it, and `docker compose down --volumes` takes it away.',
      ),
    size: memory
      .optional()
      .describe('The most it may hold. Default: 64Mi in memory, 1Gi on disk. Compose limits memory alone.'),
  }),
]);

const secretKey = z
  .string()
  .regex(/^[A-Za-z0-9._-]+$/, 'must be a key of letters, digits, dots, underscores and hyphens');

const file = z.union([
  z.string().min(1),
  z.strictObject({
    from: z.string().min(1).optional().describe('File beside the description.'),
    content: z.string().optional().describe('The text itself.'),
    mode: z
      .string()
      .regex(/^0[4-7][0-7]{2}$/, 'must be four octal digits in quotes such as "0600", which its user can read')
      .optional()
      .describe('Who may read it, of its user, its group and others: `"0600"`. Default: at least its user.'),
    group: name
      .optional()
      .describe(
        'Files of one group are shared: such a text may name every peer that some workload of the group calls or uses, by its host, port, addr or url without login, whoever reads it. The way there stays closed to those without an edge. Default: its references are along the edges of its reader alone.',
      ),
    secret: name
      .optional()
      .describe('Name of the secret that is the whole file; no variable holds it. Equal names are one secret.'),
    key: secretKey
      .optional()
      .describe('Of a secret of several values, which one: `tls.crt`. Default: the secret is one value.'),
    generate: z
      .boolean()
      .optional()
      .describe('Slipway makes a random value for the secret instead of the team setting one. Default: false.'),
  }),
]);

const ulimit = z.union([
  z.int().min(1),
  z.strictObject({
    soft: z.int().min(1).describe('Soft limit.'),
    hard: z.int().min(1).describe('Hard limit.'),
  }),
]);

const hostPath = z.union([
  absolutePath,
  z.strictObject({
    from: absolutePath.describe('Path on the machine, which must exist.'),
    readOnly: z.boolean().optional().describe('Without writing; a socket takes requests all the same. Default: true.'),
  }),
]);

/** What every container may say: services, jobs, sidecars, init containers and resources of kind `container`. */
export const containerFields = {
  image: z.string().min(1).optional().describe('Image that exists already: `ghcr.io/acme/users@sha256:...`.'),
  build: build.optional().describe('Folder with a Dockerfile, relative to the description, or its parts.'),
  architecture: z
    .enum(['amd64', 'arm64'])
    .optional()
    .describe(
      'Processor that the image is for. Default: on ecs arm64 for what is built here and amd64 for other images; elsewhere whatever the node has.',
    ),
  command: words
    .optional()
    .describe("Replaces the image's entry point; a list, one word an item. May hold references."),
  args: words.optional().describe("Replaces the image's arguments. May hold references."),
  env: z
    .record(variableName, scalar)
    .optional()
    .describe(
      'Variables. May hold references along declared edges: `${main.orders.url}`; `$${` is a literal `${`. `${instance.ip}` and `${instance.name}` are the replica itself, where the target tells it (Kubernetes); `${instance.ip:-0.0.0.0}` has a text in its place elsewhere, which is listed with what is given up.',
    ),
  passthrough: z
    .array(variableName)
    .optional()
    .describe('Variables handed on from where the platform is started, only where they are set.'),
  secrets: z
    .union([
      z.array(variableName),
      z.record(
        variableName,
        z.strictObject({
          name: name
            .optional()
            .describe(
              'Name of the secret; equal names are one secret. Default: the workload and the variable, in lower case.',
            ),
          generate: z
            .boolean()
            .optional()
            .describe('Slipway makes a random value instead of the team setting one. Default: false.'),
        }),
      ),
    ])
    .optional()
    .describe('Variables whose values are secret. The description never holds the values.'),
  files: z
    .record(absolutePath, file)
    .optional()
    .describe('Files in the container: path to a file beside the description, or its content. May hold references.'),
  tls: z
    .record(absolutePath, name)
    .optional()
    .describe(
      'Folders with `tls.crt` and `tls.key` of a secret: on Kubernetes one that cert-manager makes has both; on AWS it is JSON with these keys.',
    ),
  cpu: amount(cpu, 'vCPU')
    .optional()
    .describe('vCPU: 0.25, or request and limit apart: `{ request: 0.1, limit: none }`. Default: 0.25.'),
  memory: amount(memory, 'Memory')
    .optional()
    .describe('Memory: 512Mi, or request and limit apart: `{ request: 64Mi, limit: 1Gi }`. Default: 512Mi.'),
  user: z
    .union([
      z.literal('image'),
      z.int().min(0),
      z.string().regex(/^[0-9]+:[0-9]+$/, 'must be numbers "uid:gid", or image for the user that the image has'),
    ])
    .optional()
    .describe(
      'Numeric user, `"user:group"`, or `image` for the image\'s own. Default: 65532:65532, the user of distroless images.',
    ),
  readOnlyRoot: z.boolean().optional().describe('Root file system without writing. Default: true.'),
  writable: z
    .union([z.literal('keep'), z.array(writable)])
    .optional()
    .describe(
      '`keep`: what the image has stays as writable as it is there, as with `readOnlyRoot: false`. Or directories that the container may write, empty when it starts and gone with it: `[/tmp, { path: /data/db, size: 5Gi }]`. Default: none.',
    ),
  volumes: z
    .record(
      name,
      z.strictObject({
        path: absolutePath.describe('Directory in the container.'),
        size: storage
          .optional()
          .describe(
            'How much it holds, on Kubernetes; Docker has the disk of the machine, and EFS of AWS grows as it is filled. Default: 10Gi.',
          ),
      }),
    )
    .optional()
    .describe(
      'Storage of its own that outlives the container. On Kubernetes a claim for each replica, or one for all where others read it by `mounts`; on AWS a file system of EFS that all tasks of a service or job share.',
    ),
  mounts: z
    .record(absolutePath, reference)
    .optional()
    .describe(
      'Volumes of services and container resources that it reads, by directory: `{ /srv/uploads: api.uploads }`; a container beside may read those of its own workload. The owner alone writes. Default: none.',
    ),
  hostPaths: z
    .record(absolutePath, hostPath)
    .optional()
    .describe(
      'Files and folders of the machine, by their path in the container: `{ /var/run/docker.sock: /var/run/docker.sock }`. On Compose alone, where the environment accepts `host-path`. Default: none.',
    ),
  capabilities: z
    .array(z.string().regex(/^[A-Z_]+$/, 'must be a Linux capability such as NET_BIND_SERVICE'))
    .optional()
    .describe('Linux capabilities added to none. Default: none.'),
  ulimits: z
    .record(z.string().regex(/^[a-z]+$/, 'must be the name of a limit such as nofile'), ulimit)
    .optional()
    .describe('Limits of the process: `nofile: 65536`.'),
  sysctls: z
    .record(
      z.string().regex(/^[a-z0-9_.]+$/, 'must be the name of a setting such as net.core.somaxconn'),
      z.union([z.string(), z.number()]),
    )
    .optional()
    .describe(
      'Kernel settings of the container. Default: net.ipv4.ip_unprivileged_port_start is 0 where a port is below 1024, so that every user may open it.',
    ),
};

export const ports = z
  .record(
    name,
    z.union([
      portNumber,
      z.strictObject({
        number: z
          .union([portNumber, portRange])
          .describe(
            'What the container listens on: a port, or for tcp and udp a range such as 50000-50100, which PORT variables name by its first.',
          ),
        as: portNumber.optional().describe('What callers use. Default: the number.'),
        hostPort: z
          .boolean()
          .optional()
          .describe(
            'Published on the host that the instance runs on, under the same number, for those in `gateway.from`: `{ number: 50000-50100, protocol: udp, hostPort: true }`. On Kubernetes where the environment accepts `host-port`; not on Fargate. Default: false; true with `placement: node`.',
          ),
        protocol: z
          .enum(['http', 'grpc', 'ws', 'tcp', 'udp'])
          .optional()
          .describe('Default: the name, where it is one of http, grpc, ws, tcp, udp; metrics and admin are http.'),
        primary: z
          .boolean()
          .optional()
          .describe(
            'The port that PORT and `${service.addr}` mean. Default: the first of http, grpc, ws, tcp, udp by name, then the lowest number.',
          ),
      }),
    ]),
  )
  .describe('Named ports. The name implies the protocol, or say { number, protocol }.');

const { volumes: _volumes, ...besideFields } = containerFields;

/** A container beside or before the main one. */
export const besideContainer = z.strictObject(besideFields);
