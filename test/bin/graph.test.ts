import { described, slipway, slipwayJson, small } from './support';

interface Result {
  graphs: {
    environments: string[];
    nodes: { id: string }[];
    edges: { from: string; to: string; relation: string; label: string }[];
  }[];
}

const file = described();
const events = described(
  `platform: events
services:
  orders: { image: orders, ports: { http: 8080 }, publishes: [bus.created] }
  mailer--two: { image: mailer, consumes: [bus.created] }
jobs:
  tidy: { image: tidy, schedule: "0 3 * * *", uses: [cache] }
resources:
  bus: { kind: kafka, topics: [created] }
  cache: { kind: redis }
environments:
  one: { runtime: compose, accept: [unsupported-schedule] }
  two: { runtime: compose, accept: [unsupported-schedule], services: { orders: { calls: [mailer--two] } } }
`.replace('mailer--two: { image: mailer,', 'mailer--two: { image: mailer, ports: { grpc: 9090 },'),
);

describe('slipway graph', () => {
  it('lists who talks to whom as text, once for environments with the same edges', async () => {
    const { code, out } = await slipway(['graph', '-f', file, '--format', 'text']);
    expect(out).toBe(`edge, local

gateway
└─ /api  ─►  api

api  http 8080
├─ calls  ─►  mailer grpc
└─ uses   ─►  main.api

mailer  grpc 9090

main  postgres 17
`);
    expect(code).toBe(0);
  });

  it('is text on a terminal and mermaid elsewhere', async () => {
    expect((await slipway(['graph', '-f', file], { terminal: true, env: { NO_COLOR: '1' } })).out).toMatch(
      /^edge, local\n/,
    );
    expect((await slipway(['graph', '-f', file])).out).toMatch(/^flowchart LR\n/);
  });

  it('draws a flowchart, with data along the arrows', async () => {
    const { out } = await slipway(['graph', '-f', events, '-e', 'one']);
    expect(out).toBe(`flowchart LR
  service_mailer__two["mailer--two"]
  service_orders["orders"]
  job_tidy("tidy")
  resource_bus[("bus")]
  resource_cache[("cache")]
  resource_bus -.->|"created"| service_mailer__two
  service_orders -.->|"created"| resource_bus
  job_tidy --> resource_cache
`);
  });

  it('draws environments with different edges in frames of their own, in one flowchart', async () => {
    const { out } = await slipway(['graph', '-f', events]);
    expect(out.match(/flowchart/g)).toHaveLength(1);
    expect(out).toMatch(/subgraph g0\["one"\]\n {4}g0_service_mailer__two/);
    expect(out).toMatch(/subgraph g1\["two"\][\s\S]*g1_service_orders -->\|"grpc"\| g1_service_mailer__two/);
  });

  it('is mermaid that a parser of it reads back', async () => {
    const { parseMermaid } = await import('beautiful-mermaid');
    const { out } = await slipway(['graph', '-f', events, '-e', 'two']);
    const parsed = parseMermaid(out);
    expect(parsed.edges.map(({ source, target, label }) => `${source} ${label ?? ''} ${target}`)).toEqual([
      'resource_bus created service_mailer__two',
      'service_orders grpc service_mailer__two',
      'service_orders created resource_bus',
      'job_tidy  resource_cache',
    ]);
  });

  it('shows a mesh with one line for each member', async () => {
    const group = described(`platform: group
services:
  geo: { image: geo, ports: { grpc: 9090 }, health: none }
resources:
  hub: { kind: container, image: consul, ports: { http: 8500 } }
  cache: { kind: redis }
meshes: { discovery: [geo, hub] }
environments: { one: { runtime: compose } }
`);
    expect((await slipway(['graph', '-f', group, '--format', 'text'])).out).toBe(`one

geo  grpc 9090
└─ shares  ─►  discovery with grpc

hub  container
└─ shares  ─►  discovery with http

cache  redis 8
`);
    const { out } = await slipway(['graph', '-f', group]);
    expect(out).toContain('mesh_discovery{{"discovery"}}');
    expect(out).toContain('service_geo ---|"grpc"| mesh_discovery');
    const { out: overview } = await slipway(['explain', '-f', group]);
    expect(overview).toMatch(/meshes\n {2}discovery {2}geo grpc, hub http/);
    const { out: hub } = await slipway(['explain', 'hub', '-f', group]);
    expect(hub).toMatch(/geo +9090\/tcp/);
  });

  it('gives nodes and edges with --json', async () => {
    const { document } = await slipwayJson<Result>(['graph', '-f', file]);
    expect(document.result.graphs.map(({ environments }) => environments)).toEqual([['edge', 'local']]);
    expect(document.result.graphs[0]?.edges).toContainEqual({
      from: 'service-api',
      to: 'resource-main',
      relation: 'uses',
      label: 'api',
    });
  });

  it('refuses a description that is invalid', async () => {
    const { code, out, err } = await slipway([
      'graph',
      '-f',
      described(small.replace('calls: [mailer]', 'calls: [nobody]')),
    ]);
    expect(err).toMatch(/unknown-service/);
    expect([code, out]).toEqual([3, '']);
  });
});
