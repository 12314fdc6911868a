import { limits } from '../../cdk/index';
import { type Assembly, assemble, list, platformFrom } from './assembly';

const platform = platformFrom(
  `services:
  api: { image: "ghcr.io/acme/api:1", ports: { http: 8080 }, health: none, uses: [search] }
resources:
  search: { kind: container, image: "search:1", ports: { http: 9200 }, health: none }
  main: { kind: postgres, databases: { charts: {} } }
  charts: { kind: container, image: "charts:1", ports: { http: 3000 }, health: none, calls: [api], uses: [main.charts, search],
    init: { warm: { image: "warm:1" } }, sidecars: { renderer: { image: "renderer:1" } },
    env: { AT: "\${api.http.addr}", SEARCH: "\${search.http.addr}", PASSWORD: "\${main.charts.password}" } }`,
);
let assembly: Assembly;
beforeAll(() => {
  assembly = assemble(platform);
});
const definitions = () => list(assembly.one('charts', 'AWS::ECS::TaskDefinition'), 'ContainerDefinitions');

describe('a server with edges on ECS', () => {
  it('opens what its edges say, on both sides', () => {
    const rules = (type: string) =>
      assembly.all('charts', `AWS::EC2::SecurityGroup${type}`).map(({ Properties }) => Properties['Description']);
    expect(rules('Egress')).toEqual(['charts to main:5432', 'charts to search:9200', 'charts to api:8080']);
    expect(rules('Ingress')).toEqual(rules('Egress'));
  });

  it('is one task with what runs before it and beside it', () => {
    expect(
      definitions()
        .map(({ Name }) => Name)
        .sort(),
    ).toEqual(['charts', 'renderer', 'warm']);
    const [main] = definitions().filter(({ Name }) => Name === 'charts');
    expect(main!['DependsOn']).toContainEqual({ ContainerName: 'warm', Condition: 'SUCCESS' });
  });

  it('finds services and servers by their names, and reads the password of its own login', () => {
    const [main] = definitions().filter(({ Name }) => Name === 'charts');
    const env = Object.fromEntries(list(main, 'Environment').map(({ Name, Value }) => [String(Name), Value]));
    expect(env).toMatchObject({ AT: 'api:8080', SEARCH: 'search:9200' });
    expect(list(main, 'Secrets').map(({ Name }) => Name)).toEqual(['PASSWORD']);
  });

  it('is deployed after whom it calls, who know their endpoints from then on', () => {
    const { dependencies = [] } = assembly.manifest.artifacts['small-dev-charts']!;
    expect(dependencies).toEqual(expect.arrayContaining(['small-dev-api', 'small-dev-search']));
  });

  it('has a login in the store, with the rights that it asks for', () => {
    const request = assembly.one('main', 'Custom::SlipwayProvision');
    expect(JSON.stringify(request)).toContain('charts');
    expect(platform.credentials.map(({ name }) => name)).toContain('main-charts');
  });

  it('refuses an order of start that nothing keeps', () => {
    const other = platformFrom(
      'services: { api: { image: "a:1", ports: { http: 80 }, health: none } }\nresources: { hub: { kind: container, image: "hub:1", calls: [api], after: { api: started } } }',
    );
    const found = limits
      .filter(({ code, runtimes }) => code === 'unsupported-start-order' && runtimes.includes('ecs'))
      .flatMap((limit) => limit.find(other).map((path) => path.join('.')));
    expect(found).toEqual(['resources.hub.after']);
  });
});
