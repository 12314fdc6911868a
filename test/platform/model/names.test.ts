import fc from 'fast-check';
import { sqlIdentifier } from '../../../platform/kinds/postgres/names';
import * as names from '../../../platform/model/names';

/** The rule of each target, written again from its documentation. */
const kinds: Record<string, { make: (...parts: string[]) => string; limit: number; form: RegExp }> = {
  kubernetesName: { make: names.kubernetesName, limit: 63, form: /^[a-z]([-a-z0-9]*[a-z0-9])?$/ },
  cronJobName: { make: names.cronJobName, limit: 52, form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ },
  composeName: { make: names.composeName, limit: 63, form: /^[a-z0-9][a-z0-9_-]*$/ },
  environmentVariable: { make: names.environmentVariable, limit: 255, form: /^[A-Z_][A-Z0-9_]*$/ },
  sqlIdentifier: { make: sqlIdentifier, limit: 63, form: /^(?!pg_)[a-z_][a-z0-9_]*$/ },
  targetGroupName: { make: names.targetGroupName, limit: 32, form: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/ },
  loadBalancerName: {
    make: names.loadBalancerName,
    limit: 32,
    form: /^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
  },
  ecsFamily: { make: names.ecsFamily, limit: 255, form: /^[a-zA-Z0-9_-]+$/ },
  securityGroupName: {
    make: names.securityGroupName,
    limit: 255,
    form: /^(?!sg-)[a-zA-Z0-9 ._:/()#,@[\]+=&;{}!$*-]+$/,
  },
  secretName: { make: names.secretName, limit: 512, form: /^(?!.*-.{6}$)[A-Za-z0-9/_+=.@-]+$/ },
  ssmParameterName: { make: names.ssmParameterName, limit: 947, form: /^(?!\/?(aws|ssm))[a-zA-Z0-9_./-]+$/i },
  logGroupName: { make: names.logGroupName, limit: 512, form: /^(?!\/?aws\/)[a-zA-Z0-9_/.#-]+$/ },
  iamRoleName: { make: names.iamRoleName, limit: 64, form: /^[\w+=,.@-]+$/ },
  rdsIdentifier: { make: names.rdsIdentifier, limit: 63, form: /^[a-z](-?[a-z0-9])*$/ },
  elastiCacheId: { make: names.elastiCacheId, limit: 40, form: /^[a-z](-?[a-z0-9])*$/ },
  elastiCacheUserId: { make: names.elastiCacheUserId, limit: 40, form: /^[a-z](-?[a-z0-9])*$/ },
  mskClusterName: { make: names.mskClusterName, limit: 64, form: /^[a-zA-Z0-9-]+$/ },
  mqBrokerName: { make: names.mqBrokerName, limit: 50, form: /^[A-Za-z0-9_~-]+$/ },
  stackName: { make: names.stackName, limit: 128, form: /^[a-zA-Z][-a-zA-Z0-9]*$/ },
  kafkaTopic: { make: names.kafkaTopic, limit: 249, form: /^(?!\.{1,2}$)[a-zA-Z0-9._-]+$/ },
  kafkaGroup: { make: names.kafkaGroup, limit: 249, form: /^[a-zA-Z0-9._-]+$/ },
  constructId: {
    make: (...parts) => names.constructId(parts.join('-')),
    limit: 255,
    form: /^(?!(Default|Resource)$)[A-Z][A-Za-z0-9]*$/,
  },
};

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,30}(-[a-z0-9]{1,12}){0,4}$/);
const anything = fc.oneof(
  word,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.stringMatching(/^[a-z]{0,3}[-_./]{0,3}[a-z0-9-]{0,400}$/),
);

describe.each(Object.entries(kinds))('%s', (_kind, { make, limit, form }) => {
  it('keeps to the length and the characters of its target, whatever it is given', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const name = make(text);
        expect(name.length).toBeLessThanOrEqual(limit);
        expect(name).toMatch(form);
      }),
    );
  });

  it('gives different names to different texts', () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        fc.pre(one !== other);
        expect(make(one)).not.toBe(make(other));
      }),
    );
  });

  it('gives different names to long texts that differ only at the end', () => {
    const long = 'a'.repeat(1100);
    expect(make(`${long}-b`)).not.toBe(make(`${long}-c`));
  });
});

describe('names', () => {
  it('are what people expect while they fit', () => {
    expect(names.kubernetesName('orders', 'migrate')).toBe('orders-migrate');
    expect(names.environmentVariable('product-catalog')).toBe('PRODUCT_CATALOG');
    expect(names.environmentVariable('users', 'grpc', 'addr')).toBe('USERS_GRPC_ADDR');
    expect(sqlIdentifier('order-history', 'owner')).toBe('order_history_owner');
    expect(names.secretName('shop', 'dev', 'orders')).toBe('shop/dev/orders');
    expect(names.ssmParameterName('shop', 'dev', 'main', 'host')).toBe('/shop/dev/main/host');
    expect(names.logGroupName('shop', 'dev', 'orders')).toBe('/shop/dev/orders');
    expect(names.kafkaGroup('shop', 'orders')).toBe('shop.orders');
    expect(names.constructId('product-catalog')).toBe('ProductCatalog');
  });

  it('keep the start of a text that is cut, then a hash that never changes', () => {
    expect(names.targetGroupName('online-boutique', 'prod', 'product-catalog', 'grpc')).toBe(
      'online-boutique-prod-pr-fe2dd11f',
    );
  });

  it('tell names apart that a target would make one', () => {
    expect(names.constructId('a-1')).not.toBe(names.constructId('a1'));
    expect(sqlIdentifier('a_b')).not.toBe(sqlIdentifier('a-b'));
    expect(names.rdsIdentifier('a--b')).not.toBe(names.rdsIdentifier('a-b'));
    expect(names.iamRoleName('Orders')).not.toBe(names.iamRoleName('orders'));
  });

  it.each([
    // Characters that are dropped leave the word alone, and the hash then stands behind it.
    ['sqlIdentifier', 'pg', 'pg'],
    ['sqlIdentifier', 'pg/', 'x_pg_aac57a29'],
    ['sqlIdentifier', 'PG', 'x_pg_'],
    ['sqlIdentifier', '/pg', 'x_pg_'],
    ['sqlIdentifier', 'pg-tools', 'x_pg_tools_'],
    ['sqlIdentifier', 'pgtools/', 'pgtools_'],
    ['loadBalancerName', 'internal', 'internal'],
    ['loadBalancerName', 'internal/', 'x-internal-'],
    ['loadBalancerName', 'internal-shop', 'x-internal-shop-'],
    ['securityGroupName', 'sg', 'sg'],
    ['securityGroupName', 'SG', 'x-sg-'],
    ['securityGroupName', 'sg-shop', 'x-sg-shop-'],
    ['logGroupName', 'aws/', '/aws-'],
    ['logGroupName', 'aws/lambda', '/aws-lambda-'],
    ['kafkaTopic', '__consumer', 'consumer-'],
    ['kafkaTopic', '_orders', '_orders'],
  ])('of kind %s keep off the words of the target: of %s becomes %s', (kind, text, start) => {
    const { make, form } = kinds[kind]!;
    const name = make(text);
    expect(name.startsWith(start)).toBe(true);
    expect(name.slice(start.length)).toMatch(start === text ? /^$/ : /^[0-9a-f]{0,8}$/);
    expect(name).toMatch(form);
  });

  it('end no secret with a hyphen and six characters, which Secrets Manager would take for its own', () => {
    expect(names.secretName('shop', 'dev', 'orders-worker')).toMatch(/^shop\/dev\/orders-worker-[0-9a-f]{8}$/);
  });
});

describe('limits', () => {
  const { limits } = names;
  const text = (length: number) => 'a'.repeat(length);

  it('leave room for all that users see', () => {
    const seen: [string, string][] = [
      [
        names.kubernetesName(text(limits.serviceName), 'migrate', text(8)),
        `${text(limits.serviceName)}-migrate-${text(8)}`,
      ],
      [names.cronJobName(text(limits.jobName)), text(limits.jobName)],
      [
        names.kubernetesName(text(limits.volumeName), text(limits.portName)),
        `${text(limits.volumeName)}-${text(limits.portName)}`,
      ],
      [sqlIdentifier(text(limits.databaseName), 'owner'), `${text(limits.databaseName)}_owner`],
      [
        names.rdsIdentifier(text(limits.platformName), text(limits.environmentName), text(limits.resourceName)),
        [limits.platformName, limits.environmentName, limits.resourceName].map(text).join('-'),
      ],
      [
        names.stackName(text(limits.platformName), text(limits.environmentName), text(limits.serviceName)),
        [limits.platformName, limits.environmentName, limits.serviceName].map(text).join('-'),
      ],
      [
        names.kafkaTopic(text(limits.platformName), text(limits.topicName)),
        `${text(limits.platformName)}.${text(limits.topicName)}`,
      ],
      [
        names.kafkaGroup(text(limits.platformName), text(limits.serviceName)),
        `${text(limits.platformName)}.${text(limits.serviceName)}`,
      ],
    ];
    for (const [made, meant] of seen) expect(made).toBe(meant);
  });
});

describe('shorten', () => {
  it('keeps the limit and tells texts apart', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        fc.integer({ min: 10, max: 40 }),
        (one, other, limit) => {
          expect(names.shorten(one, limit).length).toBeLessThanOrEqual(limit);
          fc.pre(one !== other);
          expect(names.shorten(one, limit)).not.toBe(names.shorten(other, limit));
        },
      ),
    );
  });

  it('refuses a limit that has no room for a hash', () => {
    expect(() => names.shorten('abcdefghijkl', 9)).toThrow(RangeError);
  });
});
