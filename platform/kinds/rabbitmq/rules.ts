import type { Platform } from '../../model/platform';
import type { Scope } from '../../resolve/scope';
import type { Broken, Rule } from '../../rules/rule';

/** RabbitMQ, Quorum Queues: they are always durable. */
function* quorumQueue(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const resource of platform.resources) {
    if (resource.kind !== 'rabbitmq') continue;
    const given = scope.merged.resources[resource.name];
    const fields = given?.kind === 'rabbitmq' && !Array.isArray(given.queues) ? given.queues : undefined;
    for (const { name, durable, quorum } of resource.queues) {
      if (durable || !quorum) continue;
      const chosen = fields?.[name]?.quorum === undefined ? ', the default in tier production,' : '';
      const rule = `but quorum queues${chosen} are always durable`;
      yield {
        path: ['resources', resource.name, 'queues', name, 'durable'],
        rule,
        fix: 'write durable: true, or quorum: false',
      };
    }
  }
}

export const rabbitmqRules: readonly Rule[] = [
  {
    code: 'quorum-queue',
    summary: 'Quorum queues of RabbitMQ are always durable.',
    fix: 'write durable: true, or quorum: false',
    find: quorumQueue,
  },
];
