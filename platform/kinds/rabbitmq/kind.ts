import { sortedEntries } from '../../document/merge';
import { limits } from '../../model/names';
import type { Environment } from '../../model/platform';
import { text } from '../../model/text';
import type { Scope } from '../../resolve/scope';
import { addressOf } from '../address';
import { taggedVersion } from '../image-tag';
import { asMap, detail, type Given, type Kind } from '../kind';
import { storeBase } from '../store-base';
import {
  image,
  images,
  queue as queueDefaults,
  rabbitmq as settings,
  usual,
  version as usualVersion,
} from './defaults';
import type { RabbitMq } from './model';
import { rabbitmqRules } from './rules';

export const rabbitmq: Kind<RabbitMq> = {
  title: 'RabbitMQ',
  usual,
  operator: 'the RabbitMQ Cluster Operator',
  images,
  serverFields: ['version', 'queues.*.durable', 'queues.*.quorum'],
  resolve,
  parts: {
    word: 'queue',
    field: 'queues',
    edge: 'publishes',
    names: ({ queues }) => queues.map(({ name }) => name),
    written: ({ queues }) => queues,
    longest: limits.queueName,
    why: 'AMQP takes 255 bytes, of which prefixes need some',
    // RabbitMQ, Queues: names that start with "amq." are for the broker.
    reserved: (name) => (name.startsWith('amq.') ? 'RabbitMQ keeps "amq." for itself' : undefined),
    owned: null,
  },
  whole: true,
  reachedBy: 'host',
  asksLogin: () => true,
  admin: 'admin',
  userName: (workload) => workload,
  ownUsers: () => [['guest', 'the user that RabbitMQ makes by itself']],
  attributes: (edge) => {
    const { host, port, addr, login } = addressOf(edge);
    const { tls, vhost } = edge.resource;
    const path = vhost === '/' ? '' : encodeURIComponent(vhost);
    const url = text(tls ? 'amqps://' : 'amqp://', login.at, addr, `/${path}`);
    return { url, host, port, ...login.attributes, vhost: text(vhost) };
  },
  variables: (_world, _self, edge) => {
    const { url = [] } = rabbitmq.attributes(edge);
    return { AMQP_URL: url };
  },
  address: 'url',
  managed: {
    service: 'Amazon MQ',
    instances: { pattern: /^mq\.[a-z0-9]+\.[a-z0-9]+$/, example: 'mq.m7g.medium' },
    instanceFault: ({ instance, version }) =>
      version.startsWith('4.') && !instance.startsWith('mq.m7g.')
        ? 'Amazon MQ runs RabbitMQ 4 on mq.m7g only'
        : undefined,
    versions: ['3.13', '4.2'],
    storage: null,
    storageOfInstance: () => true,
    losesData: () => false,
    backups: false,
    replicas: () => ({ counts: [1, 3], why: 'Amazon MQ makes one broker, or a cluster of three' }),
  },
  rules: rabbitmqRules,
  details: ({ version, vhost, queues }) => [
    detail('version', version),
    detail('vhost', vhost),
    ...queues.map(({ name, durable, quorum }) => {
      const what = [durable ? 'durable' : 'transient', ...(quorum ? ['quorum'] : [])];
      return detail(`queue ${name}`, what.join(', '), 'queues', name);
    }),
  ],
};

function resolve(scope: Scope, environment: Environment, name: string, given: Given<'rabbitmq'>): RabbitMq {
  const version = given.version ?? taggedVersion(given.image ?? '', images) ?? usualVersion;
  const common = storeBase(
    scope,
    environment,
    name,
    given,
    { usual, operator: 'the RabbitMQ Cluster Operator' },
    image(version),
  );
  const queues = asMap<{ durable?: boolean; quorum?: boolean }>(given.queues);
  return {
    kind: 'rabbitmq',
    ...common,
    admin: common.provider === 'external' ? '' : `${name}-admin`,
    version,
    vhost: given.vhost ?? settings.vhost,
    queues: sortedEntries(queues).map(([queue, fields]) => ({
      name: queue,
      durable: fields.durable ?? queueDefaults.durable,
      quorum: fields.quorum ?? queueDefaults.quorum[environment.tier],
    })),
  };
}
