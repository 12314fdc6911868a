import { platformIn, problemsIn, Targets } from './targets';

/** A service that may not run twice beside one that may, on every runtime. */
const text = `services:
  single: { image: "a:1", ports: { http: 8080 }, routes: /, update: recreate }
  double: { image: "a:1", ports: { http: 8080 }, scale: 2 }
  written: { image: "a:1", update: rolling }
`;

let targets: Targets;
beforeAll(() => {
  targets = new Targets(text);
});

it('recreates the pod on Kubernetes', () => {
  const { strategy, replicas } = targets.object('Deployment/single').spec;
  expect({ strategy, replicas }).toEqual({ strategy: { type: 'Recreate' }, replicas: 1 });
  for (const name of ['double', 'written'])
    expect(targets.object(`Deployment/${name}`).spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
});

it('stops the task on ECS before the next one starts, and lets ECS not rebalance with two', () => {
  expect(targets.assembly.one('single', 'AWS::ECS::Service')).toMatchObject({
    DesiredCount: 1,
    DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
    AvailabilityZoneRebalancing: 'DISABLED',
  });
  expect(targets.assembly.one('double', 'AWS::ECS::Service')).toMatchObject({
    DeploymentConfiguration: { MinimumHealthyPercent: 100, MaximumPercent: 200 },
    AvailabilityZoneRebalancing: 'ENABLED',
  });
});

it('has one container on Compose, which replaces it by stopping it first', () => {
  expect(targets.compose('single').deploy.replicas).toBe(1);
});

it('has one replica in tier production too, where others have two', () => {
  const scales = platformIn('cluster', text, { kubernetes: 'tier: production' }).services.map(({ name, scale }) => [
    ...[name, scale.min, scale.max],
  ]);
  expect(scales).toEqual([
    ['double', 2, 2],
    ['single', 1, 1],
    ['written', 2, 2],
  ]);
});

it('may be changed in an environment, and taken away by null', () => {
  const updateIn = (over: string) =>
    platformIn('cluster', text, { kubernetes: `services: { single: { update: ${over} } }` }).services.find(
      ({ name }) => name === 'single',
    )?.update;
  expect(updateIn('rolling')).toBe('rolling');
  expect(updateIn('null')).toBe('rolling');
});

it.each([
  ['scale: 2', 'scale'],
  ['scale: { max: 3 }', 'scale.max'],
  ['scale: { min: 2, max: 2 }', 'scale.max'],
  ['scale: { min: 2 }', 'scale'],
])('refuses it with %s', (scale, place) => {
  expect(problemsIn('local', `services: { a: { image: "a:1", update: recreate, ${scale} } }`)).toEqual([
    `recreate-replicas services.a.${place}`,
  ]);
});

it('may be switched off by scale: 0', () => {
  expect(problemsIn('cluster', 'services: { a: { image: "a:1", update: recreate, scale: 0 } }')).toEqual([]);
});
