import type { Postgres } from '../../platform/index';
import { postgresRequest } from '../../provision/index';
import { PostgresServer } from '../constructs/postgres';
import { secretName } from '../names';
import type { ManagedKind, StoreParts } from './kind';

export const postgres: ManagedKind<Postgres> = {
  add,
  takesKey: true,
  provisioned: true,
  statements: () => [],
};

function add(stack: StoreParts, postgres: Postgres): void {
  const { group, instance } = new PostgresServer(stack, stack.id, {
    ...postgres,
    ...stack.common(postgres),
    logicalId: `${stack.id}Database`,
    adminSecret: secretName(stack.platform, postgres.admin),
    deletionProtection: stack.platform.environment.posture.deletionProtection,
  });
  const host = instance.attrEndpointAddress;
  stack.publishStore(postgres, group, 'host', host);
  const request = postgresRequest(stack.platform, postgres, { host, ...stack.storeAccess(postgres) });
  stack.ask(request, { server: instance, group, port: postgres.port });
}
