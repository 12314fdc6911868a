import { buildApp } from '../../cdk/index';
import { type Override, OverrideError, type Platform } from '../../platform/index';
import { platformOf } from '../support/platforms';
import { type Assembly, assemble, dig } from './assembly';

const withOverrides = (cdk: readonly Override[]): Platform => {
  const platform = platformOf('coffeeshop', 'dev');
  const { environment } = platform;
  return { ...platform, environment: { ...environment, overrides: { ...environment.overrides, cdk } } };
};
const set = (target: string, path: string, value: unknown): Override => ({ target, path, op: 'set', value });
const remove = (target: string, path: string): Override => ({ target, path, op: 'remove', value: null });

describe('overrides of the templates', () => {
  let changed: Assembly;
  beforeAll(() => {
    changed = assemble(
      withOverrides([
        set('postgres/PostgresDatabase', '/Properties/MaxAllocatedStorage', 200),
        set('postgres/PostgresDatabase', '/Properties/AllocatedStorage', '50'),
        set('postgres/PostgresDatabase', '/Metadata', { note: 'a.b' }),
        set('proxy/Service', '/Properties/DeploymentConfiguration', { MaximumPercent: 150 }),
        set('proxy/HttpTargets', '/Properties/TargetGroupAttributes/0/Value', '7'),
        set('proxy/HttpTargets', '/Properties/TargetGroupAttributes/-', {
          Key: 'slow_start.duration_seconds',
          Value: '30',
        }),
        remove('web/Service', '/Properties/EnableECSManagedTags'),
      ]),
    );
  });

  it('add, replace and remove fields, in lists too', () => {
    expect(changed.template('postgres').Resources['PostgresDatabase']).toMatchObject({
      Properties: { MaxAllocatedStorage: 200, AllocatedStorage: '50', Engine: 'postgres' },
      Metadata: { note: 'a.b' },
    });
    expect(changed.one('proxy', 'AWS::ECS::Service')['DeploymentConfiguration']).toEqual({ MaximumPercent: 150 });
    expect(dig(changed.one('proxy', 'AWS::ElasticLoadBalancingV2::TargetGroup'), 'TargetGroupAttributes')).toEqual([
      { Key: 'deregistration_delay.timeout_seconds', Value: '7' },
      { Key: 'load_balancing.algorithm.type', Value: 'least_outstanding_requests' },
      { Key: 'stickiness.enabled', Value: 'false' },
      { Key: 'slow_start.duration_seconds', Value: '30' },
    ]);
    expect(changed.one('web', 'AWS::ECS::Service')).not.toHaveProperty('EnableECSManagedTags');
  });

  it('change the hash under which the template is uploaded, so that what is deployed is what is written', () => {
    const hash = (assembly: Assembly) =>
      Object.keys(JSON.parse(assembly.files.get('coffeeshop-dev-web.assets.json')!).files);
    expect(hash(changed)).not.toEqual(hash(assemble(platformOf('coffeeshop', 'dev'))));
  });

  it.each([
    [set('nowhere/Service', '/Properties/X', 1), 'no stack "nowhere" in target "nowhere/Service"'],
    [set('web/Nothing', '/Properties/X', 1), 'no resource "Nothing" in stack "web"'],
    [set('Service', '/Properties/X', 1), 'no stack "" in target "Service"'],
    [set('web/Service', '/Properties/Missing/Deep', 1), 'path "/Properties/Missing" does not exist'],
    [remove('web/Service', '/Properties/Missing'), 'path "/Properties/Missing" does not exist'],
    [set('web/Service', '', 'text'), 'a resource must stay a map'],
  ])('refuses %j', (override, reason) => {
    expect(() => buildApp(withOverrides([override]))).toThrow(new OverrideError('cdk', 0, reason));
  });
});
