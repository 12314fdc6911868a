import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Files } from '../output/index';
import { catalogueKinds } from '../platform/kinds/catalogue/catalogue';
import { type Rendered, type Runtime, renderText, runtimes } from './support/render-text';

/** What a kind needs beside its name. */
const needed: Readonly<Record<string, string>> = {
  postgres: 'databases: [data]',
  container: 'image: docker.io/library/busybox:1.37.0\n    ports: { tcp: 7000 }',
};
const stores = ['postgres', 'redis', 'kafka', 'rabbitmq'];
const kinds = [...stores, 'container', ...catalogueKinds];
const providers = ['managed', 'operator', 'container', 'external'] as const;

function rendered(kind: string, provider: string, runtime: Runtime): Promise<Rendered> {
  const use = kind === 'postgres' ? 'server.data' : 'server';
  return renderText(
    `platform: shop
owner: team-shop
repository: acme/shop
services:
  api:
    image: ghcr.io/acme/api:1.2.3
    ${kind === 'kafka' ? 'consumes: [server.created]' : `uses: [${use}]`}
resources:
  server:
    kind: ${kind}
    provider: ${provider}
    ${kind === 'kafka' ? 'topics: [created]' : (needed[kind] ?? '')}
environments:
  here: { ${runtimes[runtime]} }
`,
    runtime,
  );
}

/** Whether the rendered text has the server itself, not only what its clients are told. */
const hasServer: Readonly<Record<Runtime, (files: Files) => boolean>> = {
  compose: (files) => 'server' in parseAllDocuments(files.get('compose/compose.yaml') ?? '')[0]!.toJS().services,
  kubernetes: (files) =>
    [...files.values()]
      .filter((text) => text.includes('kind: StatefulSet'))
      .flatMap((text) => parseAllDocuments(text).map((each) => each.toJS()))
      .some((object) => object?.kind === 'StatefulSet' && object.metadata.name === 'server'),
  ecs: (files) =>
    [...files.values()].some((text) =>
      /"AWS::(RDS::DBInstance|ElastiCache::ReplicationGroup|MSK::Cluster|AmazonMQ::Broker)"/.test(text),
    ) || [...files].some(([path, text]) => path.includes('server') && text.includes('"AWS::ECS::Service"')),
};

describe.each(Object.keys(runtimes) as Runtime[])('on %s', (runtime) => {
  it.each(kinds.flatMap((kind) => providers.map((provider) => [kind, provider] as const)))(
    'a %s with provider %s is a server, or a Problem',
    async (kind, provider) => {
      const { platform, files, problems } = await rendered(kind, provider, runtime);
      if (platform !== undefined) {
        // Elsewhere: its clients alone are here.
        expect(hasServer[runtime](files)).toBe(provider !== 'external');
      } else {
        // Its own field, or the edge of the workload that would open it.
        expect(problems.some(({ field }) => /^(resources\.server|services\.api\.(uses|consumes))\b/.test(field))).toBe(
          true,
        );
        expect(problems.map(({ rule }) => rule).join()).not.toBe('');
      }
    },
  );
});

/** One typed map, or one list of exports, in each room: where the compiler asks for a kind that is missing. */
const registries = [
  'bin/dev/stores/find.ts',
  'cdk/kinds/registry.ts',
  'ci/kinds/registry.ts',
  'platform/description/resource.ts',
  'platform/kinds/defaults.ts',
  'platform/kinds/registry.ts',
  'platform/model/resource.ts',
  'provision/index.ts',
  'provision/requests.ts',
  'provision/servers.ts',
];

describe('a kind of store', () => {
  const root = join(__dirname, '..');
  const rooms = ['bin', 'cdk', 'ci', 'compose', 'k8s', 'output', 'platform', 'provision'];
  const sources = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
      .map((path) => `${room}/${path}`),
  );

  it.each(stores)('%s is named in at most three sources besides its own and the registries', (kind) => {
    const name = new RegExp(kind, 'i');
    const elsewhere = sources.filter(
      (path) => !name.test(path) && !registries.includes(path) && name.test(readFileSync(join(root, path), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(elsewhere.length > 3 ? elsewhere : []).toEqual([]);
  });
});
