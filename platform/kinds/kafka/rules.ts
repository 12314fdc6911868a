import type { ResourceDescription } from '../../description/description';
import type { Kafka, Platform } from '../../model/platform';
import type { Scope } from '../../resolve/scope';
import type { Broken, Rule } from '../../rules/rule';

type Given = Extract<ResourceDescription, { kind: 'kafka' }>;
type Topics = Exclude<Given['topics'], readonly string[] | undefined>;

function* kafkas(scope: Scope, platform: Platform): Iterable<{ kafka: Kafka; given: Given; topics: Topics }> {
  for (const resource of platform.resources) {
    const given = scope.merged.resources[resource.name];
    if (resource.kind !== 'kafka' || given?.kind !== 'kafka') continue;
    const topics = given.topics === undefined || Array.isArray(given.topics) ? {} : given.topics;
    yield { kafka: resource, given, topics };
  }
}

/** Each copy of a partition is on a broker of its own. An external cluster has as many brokers as its team says. */
function* topicReplicas(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { kafka } of kafkas(scope, platform)) {
    if (kafka.provider === 'external') continue;
    for (const { name, replicas } of kafka.topics) {
      if (replicas <= kafka.replicas) continue;
      const rule = `but there ${kafka.replicas === 1 ? 'is one broker' : `are ${kafka.replicas} brokers`}, and each holds one copy`;
      yield {
        path: ['resources', kafka.name, 'topics', name, 'replicas'],
        rule,
        fix: `write ${kafka.replicas} or less, or leave it out`,
      };
    }
  }
}

/** Apache Kafka's and Amazon MSK's own advice for the largest brokers; copies count. */
const partitionsPerBroker = 4000;

function* topicPartitions(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { kafka } of kafkas(scope, platform)) {
    if (kafka.provider === 'external') continue;
    const held = kafka.topics.reduce((sum, topic) => sum + topic.partitions * topic.replicas, 0);
    if (held <= partitionsPerBroker * kafka.replicas) continue;
    const rule = `has ${held} partitions with their copies, but ${kafka.replicas} ${kafka.replicas === 1 ? 'broker holds' : 'brokers hold'} ${partitionsPerBroker * kafka.replicas} at most`;
    yield {
      path: ['resources', kafka.name, 'topics'],
      key: true,
      value: '',
      rule,
      fix: 'take fewer partitions, or more replicas of the broker',
    };
  }
}

/** Seconds. Segments are rolled and deleted every few minutes, so that less cannot be kept to. */
const leastRetention = 60;

function* topicRetention(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { kafka, topics } of kafkas(scope, platform)) {
    for (const { name, retention, cleanup } of kafka.topics) {
      if (topics[name]?.retention === undefined) continue;
      const path = ['resources', kafka.name, 'topics', name, 'retention'];
      if (retention >= 0 && retention < leastRetention) {
        yield { path, rule: 'but Kafka deletes in steps of minutes', fix: 'write 1m or more' };
      } else if (cleanup === 'compact') {
        yield {
          path,
          rule: 'but a compacted topic keeps the last record of every key, however old',
          fix: 'remove it, or write cleanup: delete',
        };
      }
    }
  }
}

/** Settings that have a field here, by Kafka's names for them. */
const ownFields: Readonly<Record<string, string>> = { 'retention.ms': 'retention', 'cleanup.policy': 'cleanup' };

function* topicConfig(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { kafka, topics } of kafkas(scope, platform)) {
    for (const [name, { config }] of Object.entries(topics)) {
      for (const key of Object.keys(config ?? {})) {
        if (!Object.hasOwn(ownFields, key)) continue;
        const path = ['resources', kafka.name, 'topics', name, 'config', key];
        yield {
          path,
          key: true,
          value: '',
          rule: `sets what the field ${ownFields[key]} says`,
          fix: `write ${ownFields[key]}: beside config`,
        };
      }
    }
  }
}

/** Kafka, org.apache.kafka.common.internals.Topic: names whose metrics would be the same are refused. */
function* topicTwice(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { kafka, given } of kafkas(scope, platform)) {
    const known = new Map<string, string>();
    for (const { name } of kafka.topics) {
      const metric = name.replaceAll('.', '_');
      const other = known.get(metric);
      known.set(metric, name);
      if (other === undefined) continue;
      const list = Array.isArray(given.topics) ? given.topics : undefined;
      const rule = `differs from topic "${other}" only by "." and "_", which Kafka refuses`;
      yield {
        path: ['resources', kafka.name, 'topics', list === undefined ? name : list.indexOf(name)],
        key: true,
        value: '',
        rule,
        fix: 'rename one of them',
      };
    }
  }
}

export const kafkaRules: readonly Rule[] = [
  {
    code: 'topic-replicas',
    summary: 'A topic has no more copies than there are brokers, since each copy is on a broker of its own.',
    fix: 'take fewer copies, or more brokers',
    find: topicReplicas,
  },
  {
    code: 'topic-partitions',
    summary: 'A broker holds 4000 partitions at most, copies counted; more make it slow to start and to fail over.',
    fix: 'take fewer partitions, or more brokers',
    find: topicPartitions,
  },
  {
    code: 'topic-retention',
    summary:
      'Records are kept for a minute at least, and a compacted topic keeps the last record of every key, however old.',
    fix: 'write 1m or more, or remove it from compacted topics',
    find: topicRetention,
  },
  {
    code: 'topic-config',
    summary: "What has a field of its own is not set by Kafka's name for it as well: retention and cleanup.",
    fix: 'use the field',
    find: topicConfig,
  },
  {
    code: 'topic-twice',
    summary: 'Kafka refuses two topics whose names differ by "." and "_" only, since their metrics would be one.',
    fix: 'rename one of them',
    find: topicTwice,
  },
];
