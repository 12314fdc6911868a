import { limits } from '../../compose/index';
import { output, platformFrom } from './workshop';

const { document, service } = output(
  platformFrom(`services:
  api: { image: "api:1", ports: { http: 8080 }, health: { http: /up } }
jobs: { fill: { image: "fill:1" } }
resources:
  search: { kind: container, image: "search:1", ports: { http: 9200 }, health: { tcp: true } }
  main: { kind: postgres, databases: { charts: {} } }
  board: { kind: container, image: "board:1", ports: { http: 5601 }, uses: [search], env: { AT: "\${search.http.addr}" }, health: none }
  charts: { kind: container, image: "charts:1", ports: { http: 3000 }, health: none, calls: [api], uses: [main.charts],
    after: { api: healthy, fill: completed }, init: { warm: { image: "warm:1" } }, sidecars: { renderer: { image: "renderer:1" } },
    env: { AT: "\${api.http.addr}", DSN: "\${main.charts.url}" } }`),
);

describe('a server with edges on Compose', () => {
  it('shares a network with each that it opens', () => {
    expect(Object.keys(service('board').networks!)).toEqual(['board_search']);
    expect(Object.keys(service('charts-network').networks!)).toEqual(['charts_api', 'charts_main']);
    expect(service('search').networks).toEqual({ board_search: {} });
  });

  it('waits for what is written and for the store that it uses, once that is set up', () => {
    const { depends_on } = service('charts');
    expect(depends_on).toMatchObject({
      api: { condition: 'service_healthy' },
      fill: { condition: 'service_completed_successfully' },
      main: { condition: 'service_healthy' },
      'main-provision': { condition: 'service_completed_successfully' },
      'charts-warm': { condition: 'service_completed_successfully' },
    });
    expect(service('board').depends_on ?? {}).toEqual({});
  });

  it('has the name of its machine unless a container beside it shares its network', () => {
    expect([service('board').hostname, service('charts').hostname]).toEqual(['board', undefined]);
    expect(service('charts').network_mode).toBe('service:charts-network');
    expect(service('charts-renderer').network_mode).toBe('service:charts-network');
    expect(Object.keys(service('charts-warm').networks!)).toEqual(['charts_api', 'charts_main']);
  });

  it('is told addresses along its edges', () => {
    expect(service('board').environment).toEqual({ AT: 'search:9200' });
    expect(service('charts').environment!['AT']).toBe('api:8080');
    expect(service('charts').environment!['DSN']).toMatch(
      /^postgres:\/\/charts:\$\{MAIN_CHARTS_PASSWORD:\?.*@main:5432\/charts/,
    );
  });

  it('gets its rights in the store from the step that sets it up', () => {
    expect(Object.keys(document.services)).toContain('main-provision');
    expect(JSON.stringify(service('main-provision').environment)).toContain('MAIN_CHARTS_PASSWORD');
  });

  it('refuses a sidecar whose name another service has', () => {
    const other = platformFrom(
      'services: { hub-a: { image: "a:1" } }\nresources: { hub: { kind: container, image: "hub:1", sidecars: { a: { image: "a:1" } } } }',
    );
    const own = limits.filter(({ runtimes }) => runtimes.includes('compose'));
    const found = own.flatMap((limit) => limit.find(other).map((path) => [limit.code, ...path].join('.')));
    expect(found).toContain('unsupported-name.resources.hub.sidecars.a');
  });
});
