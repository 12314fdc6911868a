import type { Kafka } from '../../platform/index';
import type { TestStore } from './kind';

export const kafka: TestStore<Kafka> = {
  port: 9092,
  health: '/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092',
  env: {},
  prefix: 'KAFKA_',
  // Names.
  setup: (stores, { workloads }) => {
    const topics = workloads.flatMap(({ publishes, consumes }) => [...publishes, ...consumes]);
    const of = ({ name }: Kafka) => topics.filter(({ resource }) => resource === name).map(({ part }) => part);
    return { topics: stores.flatMap(of) };
  },
  script: `if [ -n "$KAFKA" ]; then
  while read -r topic; do
    docker exec "$KAFKA" /opt/kafka/bin/kafka-topics.sh --bootstrap-server localhost:9092 --create --if-not-exists --topic "$topic"
  done < <(lines topics)
fi`,
};
