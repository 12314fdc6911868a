import { buildApp } from '../../cdk/app';
import { callOrder } from '../../cdk/call-order';
import type { EnvironmentStack } from '../../cdk/environment-stack';
import type { Platform } from '../../platform/index';
import { platformOf } from '../support/platforms';

const shop = platformOf('shop', 'dev');
const payments = shop.services.find(({ name }) => name === 'payments')!;

/** Services that do nothing but call each other. */
function calling(calls: Readonly<Record<string, readonly string[]>>): Platform {
  return {
    ...shop,
    jobs: [],
    resources: [],
    credentials: [],
    secrets: [],
    services: Object.keys(calls).map((name) => ({ ...payments, name, migrate: null, secrets: [], env: [] })),
    flows: Object.entries(calls).flatMap(([from, peers]) =>
      peers.map((to) => ({
        from: { kind: 'service' as const, name: from },
        to: { kind: 'service' as const, name: to },
        port: 9090,
        protocol: 'tcp' as const,
        mesh: '',
      })),
    ),
  };
}

function dependencies(platform: Platform): Record<string, string[]> {
  const stacks = buildApp(platform).node.children as EnvironmentStack[];
  const services = new Set(platform.services.map(({ name }) => name));
  return Object.fromEntries(
    stacks
      .filter(({ part }) => services.has(part))
      .map((stack) => [
        stack.part,
        stack.dependencies.map((each) => (each as EnvironmentStack).part).filter((part) => services.has(part)),
      ]),
  );
}

describe('the order of services that call each other', () => {
  it('has callers first, each with whom it calls', () => {
    expect(Object.fromEntries(callOrder(shop))).toMatchObject({
      orders: ['payments', 'users'],
      payments: [],
      users: [],
    });
    const keys = [...callOrder(calling({ a: ['b'], b: ['c'], c: [], d: ['a', 'c'] })).keys()];
    expect(keys).toEqual(['d', 'a', 'b', 'c']);
  });

  it('leaves one call out of a circle, and keeps the others', () => {
    const order = callOrder(calling({ a: ['b'], b: ['c'], c: ['a'], d: ['d', 'b'] }));
    expect(Object.fromEntries(order)).toEqual({ a: ['b'], b: ['c'], c: [], d: ['b'] });
  });
});

describe('stacks of services that call each other', () => {
  it('wait for those that they call, since a task finds only endpoints that were there before it', () => {
    expect(dependencies(shop)).toEqual({ notifier: [], orders: ['payments', 'users'], payments: [], users: [] });
  });

  it('get their dependencies in no more time when there are very many paths through them', () => {
    const layers = Array.from({ length: 20 }, (_, layer) => ['x', 'y', 'z'].map((each) => `${each}-${layer}`));
    const calls = layers.flatMap((names, at) => names.map((name): [string, string[]] => [name, layers[at + 1] ?? []]));
    const found = dependencies(calling(Object.fromEntries(calls)));
    expect(found['x-0']!.sort()).toEqual(['x-1', 'y-1', 'z-1']);
    expect(found['z-19']).toEqual([]);
  });
});
