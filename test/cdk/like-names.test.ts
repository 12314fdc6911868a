import { alike, distinctIds } from '../../cdk/distinct-ids';
import { rulePriorities } from '../../cdk/priority';
import { hostIds, routeKey, ruleIdOf } from '../../cdk/route-ids';
import { topicId } from '../../cdk/topic-id';
import { type Platform, routing } from '../../platform/index';
import { type Assembly, assemble, platformFrom } from './assembly';

const withPaths = (...paths: readonly string[]) =>
  platformFrom(
    `services:\n  a: { image: "acme/a:1", ports: { http: 8080 }, routes: [${paths.map((path) => `"${path}"`).join(', ')}] }`,
    ', accept: [unsupported-health]',
  );

const idsOf = (platform: Platform) =>
  Object.fromEntries(routing.routesIn(platform).map((route) => [route.path, ruleIdOf(platform, route)]));
const prioritiesOf = (platform: Platform) =>
  Object.fromEntries(
    routing.routesIn(platform).map((route) => [route.path, rulePriorities(platform).get(routeKey(route))]),
  );

/** Paths of the rules of a stack, by the logical id. */
function rules(assembly: Assembly, part: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(assembly.template(part).Resources)
      .filter(([, { Type }]) => Type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
      .map(([id, { Properties }]) => [id, JSON.stringify(Properties['Conditions'])]),
  );
}

describe('ids of texts that are alike', () => {
  it('are those of each alone for the first, and have a hash for the others', () => {
    const ids = distinctIds(['API', 'api', 'other'], (text) => text.toLowerCase());
    expect(ids.get('api')).toEqual({ id: 'api', first: true });
    expect(ids.get('other')).toEqual({ id: 'other', first: true });
    expect(ids.get('API')).toEqual({ id: expect.stringMatching(/^api[0-9a-f]{8}$/), first: false });
  });

  it('do not depend on the order of the texts', () => {
    const texts = ['a-b', 'a_b', 'a.b', 'A-b', 'ab'];
    const idOf = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
    const sorted = (list: readonly string[]) =>
      [...distinctIds(list, idOf)].sort(([one], [other]) => (one < other ? -1 : 1));
    expect(sorted(texts)).toEqual(sorted([...texts].reverse()));
    expect(new Set([...distinctIds(texts, idOf).values()].map(({ id }) => id)).size).toBe(texts.length);
  });

  it('names the texts whose id another has', () => {
    expect(alike(['Orders', 'orders', 'order-s', 'o.x', 'o_x'], topicId)).toEqual(['Orders', 'o_x']);
  });
});

describe('rules of paths that are alike', () => {
  const platform = withPaths('/API', '/api', '/well-known', '/well_known', '/well.known', '/well/known');
  let assembly: Assembly;

  beforeAll(() => {
    assembly = assemble(platform);
  });

  it('are as many as the paths, each with its own path', () => {
    const found = Object.values(rules(assembly, 'a')).join(' ');
    expect(Object.keys(rules(assembly, 'a'))).toHaveLength(6);
    for (const path of ['/API', '/api', '/well-known', '/well_known', '/well.known', '/well/known'])
      expect(found).toContain(`"Values":["${path}","${path}/*"]`);
  });

  it('keep the id of a path that is alone, of small letters first', () => {
    const alone = (path: string) => idsOf(withPaths(path))[path];
    const ids = idsOf(platform);
    expect(ids['/api']).toBe(alone('/api'));
    expect(ids['/well-known']).toBe(alone('/well-known'));
    expect(ids['/API']).not.toBe(alone('/API'));
    expect(idsOf(withPaths('/API', '/other'))['/API']).toBe(alone('/API'));
  });

  it('have other priorities than alone where they have other ids, so that a new rule never meets its old one', () => {
    const [alone, both] = [prioritiesOf(withPaths('/API')), prioritiesOf(withPaths('/API', '/api'))];
    expect(both['/API']).not.toBe(alone['/API']);
    expect(both['/api']).toBe(prioritiesOf(withPaths('/api'))['/api']);
    expect(new Set(Object.values(prioritiesOf(platform))).size).toBe(6);
  });
});

describe('other ids of what is alike', () => {
  it('are two for hosts that differ by a dot and a hyphen, or by a wildcard and a word', () => {
    const id = hostIds(['a-b.example.com', 'a.b.example.com', '*.example.com', 'any.example.com', 'x.example.com']);
    const ids = ['a-b.example.com', 'a.b.example.com', '*.example.com', 'any.example.com'].map(id);
    expect(new Set(ids).size).toBe(4);
    expect(id('x.example.com')).toBe(hostIds(['x.example.com'])('x.example.com'));
  });

  it('are two for ports of peers whose name and number meet', () => {
    const service = (name: string, port: number) =>
      `  ${name}: { image: "acme/a:1", ports: { http: ${port} }, health: none }\n`;
    const platform = platformFrom(
      `services:\n${service('a1', 234)}${service('a', 1234)}  b: { image: "acme/b:1", calls: [a, a1] }`,
    );
    const egress = assemble(platform)
      .all('b', 'AWS::EC2::SecurityGroupEgress')
      .map(({ Properties }) => Properties['Description']);
    expect(egress.sort()).toEqual(['b to a1:234', 'b to a:1234']);
  });

  it('are two for parameters whose paths have the same words', () => {
    const platform = platformFrom(
      `services:
  x-host: { image: "acme/a:1", ports: { http: 80 }, health: none }
  b: { image: "acme/b:1", calls: [x-host], uses: [access-x] }
resources: { access-x: { kind: redis } }`,
    );
    const lookups = assemble(platform).lookups('b');
    expect(lookups).toContain('/small/dev/access-x/host');
    expect(lookups).toContain('/small/dev/access/x-host');
  });

  it('are two target groups for ports whose names end as a group does', () => {
    const platform = platformFrom(
      `services:
  a:
    image: "acme/a:1"
    ports: { x: { number: 81, protocol: http }, x-sticky: { number: 82, protocol: http } }
    routes: [{ path: /a, port: x, sticky: true }, { path: /b, port: x-sticky }]`,
      ', accept: [unsupported-health]',
    );
    const ports = assemble(platform)
      .all('a', 'AWS::ElasticLoadBalancingV2::TargetGroup')
      .map(({ Properties }) => Properties['Port']);
    expect(ports.sort()).toEqual([81, 82]);
  });
});

describe('what a target counts in its own way', () => {
  it('are parameters of RDS: numbers in the unit of each', () => {
    const platform = platformFrom(
      `services: { api: { image: "acme/a:1", uses: [main.app] } }
resources:
  main:
    kind: postgres
    databases: [app]
    parameters: { shared_buffers: 256MB, work_mem: 16MB, log_min_duration_statement: 500ms, statement_timeout: 30s, jit: false }`,
    );
    expect(assemble(platform).one('main', 'AWS::RDS::DBParameterGroup')['Parameters']).toEqual({
      shared_buffers: '32768',
      work_mem: '16384',
      log_min_duration_statement: '500',
      statement_timeout: '30000',
      jit: '0',
      'rds.force_ssl': '1',
    });
  });
});
