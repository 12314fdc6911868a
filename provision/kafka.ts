import { createHash } from 'node:crypto';
import type { Kafka, Platform, Text, Topic } from '../platform/index';
import { countedOn } from './amount';
import { type Step, stepFolder, stepName } from './step';

/** Where the server keeps its data: a volume of the image. */
export const kafkaData = '/var/lib/kafka/data';

/** One variable of the server's container. */
export interface KafkaServerEnv {
  readonly name: string;
  readonly value: Text;
}

/**
 * The variables of the image `apache/kafka` for one KRaft node, broker and controller at once, that answers to the
 * resource's name. Topics are made by the step and never by a client's mistake.
 */
export function kafkaServerEnv(platform: Platform, kafka: Kafka): readonly KafkaServerEnv[] {
  const controller = controllerPort(kafka);
  const heap = Math.floor(countedOn(kafka.memory) / 2);
  const values: Readonly<Record<string, string>> = {
    CLUSTER_ID: clusterId(platform, kafka),
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${kafka.name}:${kafka.port}`,
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_CONTROLLER_QUORUM_VOTERS: `1@localhost:${controller}`,
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    // Half of the memory: the rest is the page cache and what the JVM needs beside its heap.
    KAFKA_HEAP_OPTS: `-Xms${heap}m -Xmx${heap}m`,
    KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
    KAFKA_LISTENERS: `PLAINTEXT://:${kafka.port},CONTROLLER://localhost:${controller}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    // Not the volume itself: a new disk has lost+found there, and Kafka ends at a directory that is no partition.
    KAFKA_LOG_DIRS: `${kafkaData}/log`,
    KAFKA_NODE_ID: '1',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  };
  return Object.entries(values).map(([name, value]) => ({ name, value: [value] }));
}

/** The controller listens on the loopback alone, beside the port that clients use. */
function controllerPort(kafka: Kafka): number {
  return kafka.port === 9093 ? 9094 : 9093;
}

/**
 * Sixteen bytes in URL-safe base64, the same for ever: a volume that was formatted with another one does not start.
 * Not a dash first, which the image's command would take for an option.
 */
function clusterId(platform: Platform, kafka: Kafka): string {
  const hash = createHash('sha256').update(`${platform.name}/${platform.environment.name}/${kafka.name}`).digest();
  return hash.subarray(0, 16).toString('base64url').replace(/^-/, '_');
}

/**
 * Makes the topics, in the server's own image. Run again it changes only what differs: it adds partitions and never takes
 * one away, sets what the description says of a topic, and leaves every other topic alone.
 */
export function kafkaStep(platform: Platform, kafka: Kafka): Step {
  if (kafka.auth !== 'none') {
    throw new Error(
      `resource "${kafka.name}" of environment "${platform.environment.name}" has auth "${kafka.auth}": ` +
        'the step that makes topics speaks to a server without authentication only',
    );
  }
  return {
    name: stepName(kafka),
    command: ['/bin/sh', `${stepFolder}/kafka.sh`],
    files: [{ path: `${stepFolder}/kafka.sh`, text: script(kafka) }],
    secrets: [],
    env: [{ name: 'KAFKA_BROKERS', value: [{ kind: 'resource', resource: kafka.name, attribute: 'addresses' }] }],
  };
}

function script(kafka: Kafka): string {
  return `#!/bin/sh
set -eu
bin=/opt/kafka/bin
# Not the server's own heap: this is a small program beside it.
export KAFKA_HEAP_OPTS=-Xmx128m
export LOG_DIR=/tmp

# The tools wait a minute for a server that is not there yet: rather try again.
printf 'default.api.timeout.ms=10000\\nrequest.timeout.ms=5000\\n' > /tmp/kafka-client.properties
topics() { "$bin/kafka-topics.sh" --bootstrap-server "$KAFKA_BROKERS" --command-config /tmp/kafka-client.properties "$@"; }
configs() { "$bin/kafka-configs.sh" --bootstrap-server "$KAFKA_BROKERS" --command-config /tmp/kafka-client.properties "$@"; }

tries=0
until known=$(topics --describe 2>/tmp/kafka-error); do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { cat /tmp/kafka-error >&2; exit 1; }
  sleep 2
done

# topic <name> <partitions> <replicas> <setting>...
topic() {
  name=$1 partitions=$2 replicas=$3
  shift 3
  line=$(printf '%s\\n' "$known" | awk -F '\\t' -v topic="Topic: $name" '$1 == topic && /PartitionCount:/')
  if [ -z "$line" ]; then
    create "$@"
    return
  fi
  now=$(printf '%s' "$line" | sed 's/.*PartitionCount: *\\([0-9]*\\).*/\\1/')
  if [ "$now" -lt "$partitions" ]; then
    echo "$name: $now to $partitions partitions"
    topics --alter --topic "$name" --partitions "$partitions"
  fi
  settings=$(printf '%s' "$line" | sed 's/.*Configs: *//')
  for setting; do
    case ",$settings," in
      *",$setting,"*) ;;
      *) set_config "$setting" ;;
    esac
  done
}

create() {
  echo "$name: new, $partitions partitions"
  count=$#
  while [ "$count" -gt 0 ]; do
    set -- "$@" --config "$1"
    shift
    count=$((count - 1))
  done
  topics --create --if-not-exists --topic "$name" \\
    --partitions "$partitions" --replication-factor "$replicas" "$@"
}

# The value in brackets: it may hold commas.
set_config() {
  echo "$name: $1"
  configs --alter --entity-type topics --entity-name "$name" --add-config "\${1%%=*}=[\${1#*=}]"
}

${kafka.topics.map(topicLine).join('\n')}
`;
}

function topicLine(topic: Topic): string {
  const settings: Record<string, string> = {
    ...topic.config,
    'cleanup.policy': topic.cleanup,
    'retention.ms': String(topic.retention < 0 ? -1 : topic.retention * 1000),
  };
  const words = Object.keys(settings)
    .sort()
    .map((key) => quoted(`${key}=${settings[key]}`));
  return ['topic', quoted(topic.name), topic.partitions, topic.replicas, ...words].join(' ');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
