import type { RabbitMq } from '../../platform/index';
import { type TestStore, testPassword } from './kind';

export const rabbitmq: TestStore<RabbitMq> = {
  port: 5672,
  health: 'rabbitmq-diagnostics --quiet check_port_connectivity',
  env: {},
  prefix: 'AMQP_',
  // Arguments of rabbitmqctl, and queues for its definitions.
  setup: (stores, { logins }) => ({
    rabbitmq: stores.flatMap((store) =>
      logins(store).flatMap(({ user }) => [
        `add_user ${user} ${testPassword}`,
        `set_permissions --vhost ${store.vhost} ${user} .* .* .*`,
      ]),
    ),
    queues: stores.flatMap(({ vhost, queues }) =>
      queues.map(({ name, durable, quorum }) => ({ vhost, name, durable, type: quorum ? 'quorum' : 'classic' })),
    ),
  }),
  script: `if [ -n "$RABBITMQ" ]; then
  jq '{
    vhosts: ([.queues[].vhost] | unique | map({ name: . })),
    queues: (.queues | map({
      vhost, name, durable, auto_delete: false, arguments: { "x-queue-type": .type }
    }))
  }' <<< "$SETUP" | docker exec -i "$RABBITMQ" sh -c 'cat > /tmp/queues.json && rabbitmqctl import_definitions /tmp/queues.json'
  while read -ra arguments; do
    docker exec "$RABBITMQ" rabbitmqctl "\${arguments[@]}"
  done < <(lines rabbitmq)
fi`,
};
