import type { Part, Ref, Resource, Text, Use } from '../model/platform';
import { text } from '../model/text';

/** One edge to a store, as references and bindings need it. */
export interface StoreEdge {
  readonly resource: Resource;
  /** Database, topic or queue; '' for none. */
  readonly part: string;
  readonly credential: string;
  /** Login name; '' where the team decides it. */
  readonly user: string;
}

/** Attributes of a store that `${...}` may name. The only place that composes addresses of stores. */
export function storeAttributes(edge: StoreEdge): Readonly<Record<string, Text>> {
  const { resource, part } = edge;
  const host = hostOf(resource);
  const port = text(String(resource.port));
  const addr = text(host, ':', port);
  const login = loginOf(edge);
  switch (resource.kind) {
    case 'postgres':
      return {
        url: text('postgres://', login.at, addr, `/${part}?sslmode=${resource.sslmode}`),
        host,
        port,
        database: text(part),
        ...login.attributes,
        sslmode: text(resource.sslmode),
      };
    case 'redis':
      return {
        url: text(resource.tls ? 'rediss://' : 'redis://', login.at, addr),
        addr,
        host,
        port,
        ...login.attributes,
      };
    case 'kafka':
      return {
        brokers: text(
          resource.address.kind === 'given'
            ? addr
            : { kind: 'resource', resource: resource.name, attribute: 'addresses' },
        ),
        ...login.attributes,
      };
    case 'rabbitmq': {
      const vhost = resource.vhost === '/' ? '' : encodeURIComponent(resource.vhost);
      return {
        url: text(resource.tls ? 'amqps://' : 'amqp://', login.at, addr, `/${vhost}`),
        host,
        port,
        ...login.attributes,
        vhost: text(resource.vhost),
      };
    }
    case 'container': {
      const named = resource.ports.find((each) => each.name === part);
      const own = text(String(named?.as ?? resource.port));
      return { host, port: own, addr: text(host, ':', own) };
    }
  }
}

function hostOf(resource: Resource): Text {
  return text(
    resource.address.kind === 'given'
      ? resource.address.host
      : { kind: 'resource', resource: resource.name, attribute: 'host' },
  );
}

/** `user:password@`, and both alone. Generated passwords are letters and digits, so that they need no escaping anywhere. */
function loginOf({ credential, user }: StoreEdge): { at: Text; attributes: Readonly<Record<string, Text>> } {
  if (credential === '') return { at: [], attributes: {} };
  const name = text(user === '' ? ({ kind: 'credential', credential, attribute: 'user' } satisfies Ref) : user);
  const password = text({ kind: 'credential', credential, attribute: 'password' });
  return { at: text(name, ':', password, '@'), attributes: { user: name, password } };
}

export function isUse(edge: Use | Part): edge is Use {
  return 'access' in edge;
}
