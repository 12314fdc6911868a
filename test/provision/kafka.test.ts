import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kafka } from '../../platform/index';
import { kafkaServerEnv, kafkaStep } from '../../provision/index';
import { platformOf } from '../support/platforms';
import { placed } from './runners';

const shop = platformOf('shop', 'local');
const events = shop.resources.find((each): each is Kafka => each.kind === 'kafka')!;
const topic = { name: 'orders', partitions: 6, replicas: 1, retention: 3600, cleanup: 'delete', config: {} } as const;

/** Runs the step with stand-ins for the server's tools: one that knows `known` topics, and that write down what they are asked. */
function run(kafka: Kafka, known: readonly string[]) {
  const tools = mkdtempSync(join(tmpdir(), 'slipway-kafka-'));
  const { folder, command, remove } = placed(kafkaStep(shop, kafka));
  try {
    mkdirSync(join(tools, 'bin'));
    writeFileSync(join(tools, 'known'), known.map((line) => `${line}\n`).join(''));
    for (const tool of ['kafka-topics.sh', 'kafka-configs.sh']) {
      const answer = `case "$*" in *--describe*) cat '${tools}/known';; *) shift 4; echo "${tool} $*" >> '${tools}/asked';; esac`;
      writeFileSync(join(tools, 'bin', tool), `#!/bin/sh\n${answer}\n`);
      chmodSync(join(tools, 'bin', tool), 0o755);
    }
    writeFileSync(join(tools, 'asked'), '');
    const script = join(folder, 'kafka.sh');
    writeFileSync(script, readFileSync(script, 'utf8').replace('/opt/kafka/bin', join(tools, 'bin')));
    const [program = '', ...args] = command;
    const env = { PATH: process.env['PATH'], KAFKA_BROKERS: 'events:9092' };
    const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return readFileSync(join(tools, 'asked'), 'utf8').split('\n').filter(Boolean);
  } finally {
    remove();
    rmSync(tools, { recursive: true });
  }
}

/** A line of `kafka-topics.sh --describe`. */
function described(name: string, partitions: number, settings: string): string {
  return `Topic: ${name}\tTopicId: abc\tPartitionCount: ${partitions}\tReplicationFactor: 1\tConfigs: ${settings}`;
}

describe('the topics of a Kafka server', () => {
  it('are made with all that the description says of them', () => {
    expect(run({ ...events, topics: [{ ...topic, config: { 'segment.bytes': '1048576' } }] }, [])).toEqual([
      'kafka-topics.sh --create --if-not-exists --topic orders --partitions 6 --replication-factor 1 ' +
        '--config cleanup.policy=delete --config retention.ms=3600000 --config segment.bytes=1048576',
    ]);
  });

  it('stay as they are where nothing differs', () => {
    const known = [described('orders', 6, 'cleanup.policy=delete,retention.ms=3600000')];
    expect(run({ ...events, topics: [topic] }, known)).toEqual([]);
  });

  it('get more partitions and never fewer', () => {
    const settings = 'cleanup.policy=delete,retention.ms=3600000';
    expect(run({ ...events, topics: [topic] }, [described('orders', 3, settings)])).toEqual([
      'kafka-topics.sh --alter --topic orders --partitions 6',
    ]);
    expect(run({ ...events, topics: [topic] }, [described('orders', 9, settings)])).toEqual([]);
  });

  it('get the settings that differ, also those with commas', () => {
    const config = { 'leader.replication.throttled.replicas': '0:1,1:1' };
    const known = [described('orders', 6, 'cleanup.policy=delete,retention.ms=7200000')];
    expect(run({ ...events, topics: [{ ...topic, config }] }, known)).toEqual([
      'kafka-configs.sh --alter --entity-type topics --entity-name orders --add-config leader.replication.throttled.replicas=[0:1,1:1]',
      'kafka-configs.sh --alter --entity-type topics --entity-name orders --add-config retention.ms=[3600000]',
    ]);
  });

  it('are kept for ever where the description says so, and told apart from names that only look alike', () => {
    const known = [described('a-b', 1, 'cleanup.policy=compact,retention.ms=-1')];
    const kept = { ...topic, name: 'a.b', partitions: 1, retention: -1, cleanup: 'compact' } as const;
    expect(run({ ...events, topics: [kept] }, known)).toEqual([
      'kafka-topics.sh --create --if-not-exists --topic a.b --partitions 1 --replication-factor 1 ' +
        '--config cleanup.policy=compact --config retention.ms=-1',
    ]);
  });

  it('refuses a server with authentication, by name', () => {
    expect(() => kafkaStep(shop, { ...events, auth: 'scram' })).toThrow(/"events".*"local".*"scram"/);
  });
});

describe('the server of a Kafka resource', () => {
  const value = (kafka: Kafka, name: string) => kafkaServerEnv(shop, kafka).find((each) => each.name === name)?.value;

  it('answers to its name and makes no topic by accident', () => {
    expect(value(events, 'KAFKA_ADVERTISED_LISTENERS')).toEqual(['PLAINTEXT://events:9092']);
    expect(value(events, 'KAFKA_AUTO_CREATE_TOPICS_ENABLE')).toEqual(['false']);
  });

  it('keeps its data in a folder of the volume, which has others on a new disk', () => {
    expect(value(events, 'KAFKA_LOG_DIRS')).toEqual(['/var/lib/kafka/data/log']);
  });

  it('has an id of sixteen bytes that never changes and that no other server has', () => {
    const [id = ''] = value(events, 'CLUSTER_ID') as string[];
    expect(Buffer.from(id, 'base64url')).toHaveLength(16);
    expect(value({ ...events, memory: { request: 1, limit: 1 } }, 'CLUSTER_ID')).toEqual([id]);
    expect(value({ ...events, name: 'other' }, 'CLUSTER_ID')).not.toEqual([id]);
  });

  it('keeps its controller on a port of its own', () => {
    expect(value({ ...events, port: 9093 }, 'KAFKA_LISTENERS')).toEqual([
      'PLAINTEXT://:9093,CONTROLLER://localhost:9094',
    ]);
  });
});
