import { outputsOf } from '../../bin/renderers';
import { formatProblem, type Problem } from '../../platform/index';
import { catalogueKinds } from '../../platform/kinds/catalogue/catalogue';
import { type Runtime, renderText, runtimes } from '../support/render-text';

const image = 'image: "ghcr.io/acme/api:1.2.3"';
const resource = (kind: string, fields = '') => `resources: { server: { kind: ${kind}${fields} } }`;

/** The least that can be written of each kind of thing. */
const smallest: Readonly<Record<string, string>> = {
  'a worker': `services: { api: { ${image} } }`,
  'a service': `services: { api: { ${image}, ports: { http: 8080 } } }`,
  'a route': `services: { api: { ${image}, ports: { http: 8080 }, routes: / } }`,
  'a route of ws': `services: { api: { ${image}, ports: { ws: 8080 }, routes: / } }`,
  'a route of grpc': `services: { api: { ${image}, ports: { grpc: 9090 }, routes: / } }`,
  'a raw route': `services: { api: { ${image}, ports: { tcp: 1883 }, routes: [{ port: tcp }] } }`,
  'a route by Ingress': `gateway: { kind: ingress }\nservices: { api: { ${image}, ports: { http: 8080, ws: 8081 }, routes: [/, { path: /live, port: ws }] } }`,
  'a job': `jobs: { once: { ${image} } }`,
  'a schedule': `jobs: { daily: { ${image}, schedule: "0 3 * * *" } }`,
  'a migration': `services: { api: { ${image}, uses: [server.data], migrate: [/app, migrate] } }\n${resource('postgres', ', databases: [data]')}`,
  postgres: `services: { api: { ${image}, uses: [server.data] } }\n${resource('postgres', ', databases: [data]')}`,
  redis: resource('redis'),
  kafka: resource('kafka', ', topics: [created]'),
  rabbitmq: resource('rabbitmq', ', queues: [created]'),
  container: resource('container', ', image: "docker.io/library/busybox:1.37.0", ports: { tcp: 7000 }'),
  ...Object.fromEntries(catalogueKinds.map((kind) => [kind, resource(kind)])),
};

/** What a thing itself needs and a target has not, whoever writes it: a clock, a disk that stays, a check by the image's own words. */
function impossible(name: string, runtime: Runtime): readonly string[] {
  if (runtime === 'compose' && name === 'a schedule') return ['unsupported-schedule'];
  if (runtime === 'ecs' && catalogueKinds.includes(name))
    return ['unsupported-files', 'unsupported-health', 'unsupported-secret-argument', 'unsupported-volume'];
  return [];
}

async function problemsOf(body: string, runtime: Runtime, tier: string): Promise<readonly Problem[]> {
  const text = `platform: shop\nowner: team-shop\nrepository: acme/shop\n${body}\nenvironments: { here: { ${runtimes[runtime]}, tier: ${tier} } }\n`;
  const { problems, files } = await renderText(text, runtime);
  if (problems.length === 0)
    expect([...files.keys()].map((path) => path.split('/', 1)[0])).toEqual(
      expect.arrayContaining([...outputsOf[runtime]]),
    );
  return problems;
}

describe.each(Object.keys(runtimes) as Runtime[])('on %s', (runtime) => {
  const each = ['development', 'production'].flatMap((tier) =>
    Object.keys(smallest).map((name) => [tier, name] as const),
  );
  it.each(each)('in tier %s the smallest description of %s is rendered', async (tier, name) => {
    const codes = impossible(name, runtime);
    const problems = await problemsOf(smallest[name] ?? '', runtime, tier);
    expect(problems.filter(({ code }) => !codes.includes(code)).map(formatProblem)).toEqual([]);
  });
});
