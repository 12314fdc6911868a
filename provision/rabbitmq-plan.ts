import type { Credential, Part, Platform, RabbitMq } from '../platform/index';
import { adminOf, loginsOf } from './access';
import { streamsIn, usesIn } from './uses';

/** Users, rights and queues of one RabbitMQ server. Plain data: it is also part of a request to the handler. */
export interface RabbitMqPlan {
  readonly vhost: string;
  readonly admin: { readonly user: string; readonly credential: string };
  readonly users: readonly RabbitMqUser[];
  readonly queues: readonly { readonly name: string; readonly durable: boolean; readonly quorum: boolean }[];
}

/** Regular expressions over the names of queues and exchanges; '' matches nothing. */
export interface RabbitMqUser {
  readonly user: string;
  readonly credential: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** What `uses` gives: all of the virtual host, and no tag, so nothing of the server. */
const all = '.*';

export function rabbitmqPlan(platform: Platform, rabbitmq: RabbitMq): RabbitMqPlan {
  const admin = adminOf(platform, rabbitmq);
  return {
    vhost: rabbitmq.vhost,
    admin: { user: admin.user, credential: admin.name },
    users: loginsOf(platform, rabbitmq.name).map((login) => userOf(platform, rabbitmq, login)),
    queues: rabbitmq.queues,
  };
}

/**
 * A publisher writes to its queues, a consumer reads from its own; both may declare them, as most clients do at start.
 * To publish by a queue's name is to write to the exchange `amq.default`, which the server does not check further.
 */
function userOf(platform: Platform, rabbitmq: RabbitMq, login: Credential): RabbitMqUser {
  const base = { user: login.user, credential: login.name };
  const ours = (part: { readonly resource: string; readonly credential: string }) =>
    part.resource === rabbitmq.name && part.credential === login.name;
  if (usesIn(platform).some(ours)) return { ...base, configure: all, write: all, read: all };

  const names = (parts: readonly Part[]) => [...new Set(parts.filter(ours).map((part) => part.part))].sort();
  const publishes = names(streamsIn(platform, 'publishes'));
  const consumes = names(streamsIn(platform, 'consumes'));
  return {
    ...base,
    configure: only([...new Set([...publishes, ...consumes])].sort()),
    write: only(publishes.length === 0 ? [] : ['amq.default', ...publishes]),
    read: only(consumes),
  };
}

/** The server looks for a match anywhere in the name, so the expression says where it starts and ends. */
function only(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `^(${names.map((name) => name.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')})$`;
}
