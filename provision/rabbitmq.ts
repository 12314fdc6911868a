import type { Platform, RabbitMq } from '../platform/index';
import { adminOf, loginsOf, passwordVariable } from './access';
import { countedOn } from './amount';
import { type RabbitMqPlan, rabbitmqPlan } from './rabbitmq-plan';
import { type Step, stepFolder, stepName } from './step';

/**
 * The start of a RabbitMQ server's container (3.11 to 4): makes the definitions from variables, one user per workload and
 * the description's queues, and becomes the server by way of the image's own entry point. The server reads them at every
 * start, so a changed password counts from the next one; with definitions to load it makes no user `guest`. They only add: a
 * user that the description no longer has stays in the server's volume, and its password is nowhere any more.
 */
export function rabbitmqStart(platform: Platform, rabbitmq: RabbitMq): Step {
  const plan = rabbitmqPlan(platform, rabbitmq);
  const credentials = [adminOf(platform, rabbitmq), ...loginsOf(platform, rabbitmq.name)];
  const variables = new Map(credentials.map((credential) => [credential.name, passwordVariable(credential)]));
  return {
    name: stepName(rabbitmq),
    command: ['/bin/sh', `${stepFolder}/rabbitmq.sh`],
    files: [
      { path: `${stepFolder}/rabbitmq.conf`, text: configuration(rabbitmq) },
      { path: `${stepFolder}/rabbitmq.sh`, text: script(definitions(plan, variables), [...variables.values()]) },
    ],
    secrets: credentials.map((credential) => ({ variable: passwordVariable(credential), credential: credential.name })),
    env: [{ name: 'RABBITMQ_CONFIG_FILE', value: [`${stepFolder}/rabbitmq.conf`] }],
  };
}

function configuration(rabbitmq: RabbitMq): string {
  return [
    `listeners.tcp.default = ${rabbitmq.port}`,
    'load_definitions = /tmp/definitions.json',
    'log.console = true',
    // The machine's memory is not the container's: without this the server counts with the former.
    `total_memory_available_override_value = ${countedOn(rabbitmq.memory)}MB`,
    '',
  ].join('\n');
}

/** What the server imports, where `$(hash NAME)` stands for the hash of a password. */
function definitions(plan: RabbitMqPlan, variables: ReadonlyMap<string, string>): string {
  const user = (name: string, credential: string, tags: readonly string[]) => ({
    name,
    password_hash: `$(hash ${variables.get(credential)})`,
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags,
  });
  const permission = (name: string, configure: string, write: string, read: string) => ({
    user: name,
    vhost: plan.vhost,
    configure,
    write,
    read,
  });
  return JSON.stringify(
    {
      vhosts: [{ name: plan.vhost }],
      users: [
        user(plan.admin.user, plan.admin.credential, ['administrator']),
        ...plan.users.map((each) => user(each.user, each.credential, [])),
      ],
      permissions: [
        permission(plan.admin.user, '.*', '.*', '.*'),
        ...plan.users.map((each) => permission(each.user, each.configure, each.write, each.read)),
      ],
      queues: plan.queues.map((queue) => ({
        name: queue.name,
        vhost: plan.vhost,
        durable: queue.durable,
        auto_delete: false,
        // Without the argument a queue is classic, and is the same as what a client declares without it.
        arguments: queue.quorum ? { 'x-queue-type': 'quorum' } : {},
      })),
    },
    null,
    2,
  );
}

/** The server's own form of a password: four bytes of salt and the SHA-256 of salt and password, in base64. */
const hash = `hash() {
  eval "password=\\\${$1:-}"
  salt=$(od -An -N2 -tx1 /dev/urandom | tr -d ' \\n')
  sum=$(printf %s "$salt$password" | sha256sum | cut -d ' ' -f 1)
  {
    printf %s "$salt"
    printf %s "$sum" | sed 's/../& /g' | tr ' ' '\\n' | while read -r byte; do
      [ -z "$byte" ] || printf "\\\\$(printf %03o "0x$byte")"
    done
  } | base64 | tr -d '\\n'
}`;

function script(text: string, variables: readonly string[]): string {
  const json = text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll(/\$(?!\(hash )/g, '\\$');
  return `#!/bin/sh
set -eu
umask 077
${variables.map((variable) => `: "\${${variable}:?is not set}"`).join('\n')}

${hash}

cat > /tmp/definitions.json <<END
${json}
END
unset ${variables.join(' ')}
exec docker-entrypoint.sh rabbitmq-server
`;
}
