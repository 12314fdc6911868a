import { App } from 'aws-cdk-lib';
import { groupOwners, shardPart } from '../../cdk/names';
import { accessStacks } from '../../cdk/stacks/access';
import type { Platform, Service } from '../../platform/index';
import { platformOf } from '../support/platforms';
import { assemble } from './assembly';

const shop = platformOf('shop', 'dev');
const orders = shop.services.find(({ name }) => name === 'orders')!;

/** A platform with one service more, which calls another, uses a database, and has a route. */
function withAnother(platform: Platform): Platform {
  const name = 'billing';
  const rename = <T extends { readonly kind: string }>(each: T) =>
    each.kind === 'version' ? { ...each, workload: name } : each;
  const billing: Service = {
    ...orders,
    name,
    migrate: null,
    routes: orders.routes.map((route) => ({ ...route, service: name, path: '/v1/billing', rewrite: '/v1/billing' })),
    env: orders.env.map((variable) => ({
      ...variable,
      value: variable.value.map((segment) => (typeof segment === 'string' ? segment : rename(segment))),
    })),
  };
  const flows = platform.flows
    .filter(({ from, to }) => from.name === 'orders' || to.name === 'orders')
    .map((flow) => ({
      ...flow,
      from: flow.from.name === 'orders' ? { ...flow.from, name } : flow.from,
      to: flow.to.name === 'orders' ? { ...flow.to, name } : flow.to,
    }));
  return { ...platform, services: [...platform.services, billing], flows: [...platform.flows, ...flows] };
}

describe('one service more', () => {
  it('changes its own stack and that of the security groups, and no other template', () => {
    const before = assemble(shop);
    const after = assemble(withAnother(shop));
    const changed = after.parts.filter(
      (part) =>
        !before.parts.includes(part) || JSON.stringify(before.template(part)) !== JSON.stringify(after.template(part)),
    );
    expect(changed).toEqual(['access', 'billing']);
  });
});

describe('very many workloads', () => {
  const many: Platform = {
    ...shop,
    jobs: [],
    resources: [],
    services: Array.from({ length: 900 }, (_, at) => ({ ...orders, name: `service-${at}`, migrate: null })),
  };

  it('share stacks of less than 500 resources, by their names alone', () => {
    const app = new App({ treeMetadata: false });
    const stacks = accessStacks(app, many);
    expect(stacks.map(({ part }) => part)).toEqual([...'0123456789abcdef'].map((each) => `access-${each}`));
    for (const stack of stacks) expect(stack.node.children.length).toBeLessThan(400);
    const owners = groupOwners(many);
    expect(owners).toHaveLength(900);
    const fewer = owners.slice(0, 500);
    for (const owner of fewer) {
      expect(shardPart('access', owner, fewer.length)).toBe(shardPart('access', owner, owners.length));
    }
  });

  it('are together in one stack up to a bound', () => {
    expect(shardPart('access', 'users', 200)).toBe('access');
    expect(shardPart('secrets', 'users', 201)).toMatch(/^secrets-[0-9a-f]$/);
  });
});
