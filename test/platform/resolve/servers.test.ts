import { loadText, type Platform, printText, resolve } from '../../../platform/index';
import { platform } from '../cases/describe';

function resolved(text: string, environment = 'dev'): Platform {
  const { document, problems } = loadText('platform.yaml', text);
  const result = document && resolve(document, environment);
  if (result?.platform === undefined) throw new Error(JSON.stringify([problems, result?.problems]));
  return result.platform;
}

const observing = `
services:
  api: { build: api, ports: { http: 8080, metrics: 9100 }, health: none }
resources:
  search: { kind: elasticsearch }
  board: { kind: kibana, uses: [search], env: { ELASTICSEARCH_HOSTS: "\${search.url}" }, after: { search: healthy } }
  main: { kind: postgres, databases: { grafana: {} } }
  metrics: { kind: prometheus, calls: [api.metrics], files: { /etc/prometheus/prometheus.yml: { content: "\${api.metrics.addr}" } } }
  charts:
    kind: grafana
    calls: [api]
    uses: [metrics, main.grafana]
    env: { SOURCE: "\${metrics.url}", API: "\${api.http.url}", GF_DATABASE_PASSWORD: "\${main.grafana.password}" }
    init: { wait: { image: "busybox:1", args: ["\${metrics.host}"] } }
    sidecars: { renderer: { image: "renderer:1", env: { TO: "\${api.http.addr}" }, secrets: [LICENCE] } }`;

describe('a server of kind container', () => {
  const whole = resolved(platform(observing));
  const server = (name: string) => {
    const found = whole.resources.find((each) => each.name === name);
    if (found?.kind !== 'container') throw new Error(`no server ${name}`);
    return found;
  };
  const variable = (name: string, key: string) => {
    const found = server(name).container.env.find((each) => each.name === key);
    return found === undefined ? undefined : printText(found.value);
  };

  it('has edges to services and stores, and refers along them', () => {
    expect(server('charts').calls).toEqual([{ service: 'api', ports: ['http'] }]);
    expect(server('charts').uses.map(({ resource, part }) => [resource, part])).toEqual([
      ['metrics', ''],
      ['main', 'grafana'],
    ]);
    expect(variable('charts', 'SOURCE')).toBe('http://<host of metrics>:9090');
    expect(variable('charts', 'API')).toBe('http://<host of api.http>:<port of api.http>');
    expect(variable('charts', 'GF_DATABASE_PASSWORD')).toBe('<password of main-charts>');
    const [file] = server('metrics').container.files;
    expect(printText(file?.content ?? [])).toBe('<host of api.metrics>:<port of api.metrics>');
  });

  it('opens what its edges say, and gets no variables of the contract', () => {
    const opened = whole.flows
      .filter(({ from }) => from.kind === 'resource')
      .map(({ from, to, port }) => `${from.name} ${to.kind} ${to.name} ${port}`);
    expect(opened).toEqual([
      'board resource search 9200',
      'charts resource main 5432',
      'charts resource metrics 9090',
      'charts service api 8080',
      'metrics service api 9100',
    ]);
    expect(server('metrics').container.env).toEqual([]);
  });

  it('has a login of its own in a store, and reads the password of a server that it logs in at', () => {
    expect(whole.credentials.find(({ name }) => name === 'main-charts')).toMatchObject({
      resource: 'main',
      workload: 'charts',
      role: 'use',
    });
    const readers = (name: string) => whole.secrets.find((each) => each.name === name)?.readers;
    expect(readers('search-admin')).toEqual(['board', 'search']);
    expect(readers('charts-licence')).toEqual(['charts']);
  });

  it('has containers before and beside it, which refer along its edges', () => {
    const [wait] = server('charts').init;
    const [renderer] = server('charts').sidecars;
    expect(wait?.args.map(printText)).toEqual(['<host of metrics>']);
    expect(renderer?.env.map(({ name }) => name)).toEqual(['LICENCE', 'TO']);
  });

  it('waits for what is written, and for stores that it uses; not for other servers, which may use it too', () => {
    const waits = (name: string) => server(name).after.map((each) => `${each.name} ${each.condition} ${each.given}`);
    expect(waits('charts')).toEqual(['main healthy false']);
    expect(waits('board')).toEqual(['search healthy true']);
    expect(waits('metrics')).toEqual([]);
  });

  it('has none of all this where it is elsewhere, and the environment that runs it has', () => {
    const text = `platform: shop
services: { api: { build: api, ports: { http: 8080 } } }
resources: { hub: { kind: container, image: "hub:1", ports: { http: 80 }, calls: [api], sidecars: { a: { image: "a:1" } } } }
environments:
  dev: { runtime: compose }
  prod: { runtime: compose, resources: { hub: { provider: external, external: { host: hub.example.com } } } }
`;
    const [here, there] = ['dev', 'prod'].map((environment) => resolved(text, environment));
    const summary = (each?: Platform) => {
      const [hub] = each?.resources ?? [];
      return hub?.kind === 'container' ? [hub.calls.length, hub.sidecars.length, each?.flows.length] : [];
    };
    expect([summary(here), summary(there)]).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });
});
