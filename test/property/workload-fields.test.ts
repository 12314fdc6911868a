import { renderWorkflows } from '../../bin/renderers';
import { job, service } from '../../platform/description/workload';
import type { Problem } from '../../platform/index';
import { type Runtime, renderText, runtimes } from '../support/render-text';

const image = 'image: "ghcr.io/acme/api:1.2.3"';

/** A value for each field of a container that is no default on any target. */
const ofContainer = {
  image: '"ghcr.io/acme/other:4.5.6"',
  build: 'services/api',
  architecture: 'arm64',
  command: '[/bin/api]',
  args: '[serve]',
  env: '{ GREETING: hello }',
  passthrough: '[EDITOR]',
  secrets: '[API_KEY]',
  files: '{ /srv/api.conf: { content: hello } }',
  cpu: '2',
  memory: '4Gi',
  user: '"1000:1001"',
  readOnlyRoot: 'false',
  writable: '[/srv/tmp]',
  volumes: '{ data: { path: /srv/data } }',
  mounts: '{ /srv/shared: other.shared }',
  capabilities: '[NET_RAW]',
  ulimits: '{ nofile: 4096 }',
  sysctls: '{ net.ipv4.tcp_keepalive_time: 60 }',
  tls: '{ /srv/tls: api-tls }',
  hostPaths: '{ /srv/log: /var/log }',
} as const;

const ofWorkload = {
  ...ofContainer,
  contract: 'none',
  calls: '[other]',
  uses: '[cache]',
  publishes: '[bus.created]',
  consumes: '[bus.created]',
  egress: '[{ cidr: 203.0.113.0/24, ports: [443] }]',
  permissions: '[{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme/*"] }]',
  after: '{ other: started }',
  init: `{ first: { ${image}, command: [/bin/first] } }`,
  sidecars: `{ beside: { ${image}, command: [/bin/beside] } }`,
} as const;

const ofService = {
  ...ofWorkload,
  ports: '{ http: 8081 }',
  aliases: '[api-of-old]',
  routes: '[{ path: /api, port: http }]',
  health: '/up',
  scale: '3',
  drain: '45s',
  placement: 'node',
  publicAddress: 'true',
  update: 'recreate',
  migrate: '[/bin/api, migrate]',
} as const;

const ofJob = {
  ...ofWorkload,
  schedule: '"0 3 * * *"',
  timezone: 'Europe/Berlin',
  timeout: '90s',
  retries: '3',
  concurrency: 'allow',
} as const;

/** Where it runs, and what it starts from, is said in other tests. */
const elsewhere = ['only', 'extends'];

/** What a field means nothing without. */
const beside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  timezone: { schedule: '"0 3 * * *"' },
  concurrency: { schedule: '"0 3 * * *"' },
  migrate: { uses: '[main.data]' },
};

/** What is read and changes nothing, and why. */
const noDifference: Readonly<Record<string, string>> = {
  'services on compose: update': 'a container is stopped before the next one starts anyway',
  'jobs on compose: timeout': 'a person starts and stops it',
};

interface Result {
  readonly problems: readonly Problem[];
  readonly text: string;
  /** The workflows, which are made when the outputs say nothing. */
  readonly workflows: () => Promise<string>;
}

async function rendered(
  section: 'services' | 'jobs',
  runtime: Runtime,
  given: Readonly<Record<string, string>>,
): Promise<Result> {
  const usual: Record<string, string> = {
    image: '"ghcr.io/acme/api:1.2.3"',
    ...(section === 'services' && { ports: '{ http: 8080 }' }),
  };
  const fields: Record<string, string> = { ...usual, ...given };
  if ('build' in given) delete fields['image'];
  const body = Object.entries(fields)
    .map(([key, value]) => `    ${key}: ${value}\n`)
    .join('');
  const api = `  api:\n${body}`;
  const called = section === 'services' ? ', calls: [api]' : '';
  const shares = 'mounts' in given;
  const volumes = shares ? ', volumes: { shared: { path: /srv/shared } }' : '';
  const cluster = shares && runtime === 'kubernetes' ? ', kubernetes: { sharedStorageClass: many }' : '';
  const other = `  other: { ${image}${volumes}, ports: { http: 8080 }, uses: [store.other]${called} }\n`;
  const text = `platform: shop
owner: team-shop
repository: acme/shop
services:
${section === 'services' ? api : ''}${other}${section === 'jobs' ? `jobs:\n${api}` : ''}resources:
  cache: { kind: redis }
  bus: { kind: kafka, topics: [created] }
  store: { kind: postgres, databases: [other] }
${fields['uses'] === '[main.data]' ? '  main: { kind: postgres, databases: [data] }\n' : ''}environments: { here: { ${runtimes[runtime]}${cluster} } }
`;
  const { problems, platform, files } = await renderText(text, runtime);
  const workflows = async () =>
    platform === undefined ? '' : [...(await renderWorkflows([platform]))].flat().join('\n');
  return { problems, text: [...files].flat().join('\n'), workflows };
}

describe.each([
  ['services', service, ofService],
  ['jobs', job, ofJob],
] as const)('%s', (section, schema, samples) => {
  test('have a sample of every field that may be written', () => {
    const fields = Object.keys(schema.shape).filter((field) => !elsewhere.includes(field));
    expect(Object.keys(samples).sort()).toEqual(fields.sort());
  });

  describe.each(Object.keys(runtimes) as Runtime[])('on %s', (runtime) => {
    test.each(Object.entries<string>(samples))('%s is felt, or refused', async (field, value) => {
      const without = await rendered(section, runtime, beside[field] ?? {});
      const result = await rendered(section, runtime, { ...beside[field], [field]: value });
      // What it means nothing without may be refused itself.
      expect(without.problems.filter(({ field: at }) => !at.startsWith(`${section}.api`))).toEqual([]);
      if (result.problems.length > 0) {
        const places = result.problems.map(({ field: at }) => at);
        expect(places.every((at) => at.startsWith(`${section}.api`))).toBe(true);
        return;
      }
      const isFelt = result.text !== without.text || (await result.workflows()) !== (await without.workflows());
      expect(isFelt).toBe(!Object.hasOwn(noDifference, `${section} on ${runtime}: ${field}`));
    });
  });
});
