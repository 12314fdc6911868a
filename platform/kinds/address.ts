import type { Ref, Resource, Text } from '../model/platform';
import { text } from '../model/text';

/** One edge to a store, as references and variables need it. */
export interface StoreEdge<R extends Resource = Resource> {
  readonly resource: R;
  /** Database, topic or queue; '' for none. */
  readonly part: string;
  readonly credential: string;
  /** Login name; '' where the team decides it. */
  readonly user: string;
}

/** Pieces that addresses of stores are made of. */
export function addressOf(edge: StoreEdge) {
  const { resource } = edge;
  const host: Text = text(
    resource.address.kind === 'given'
      ? resource.address.host
      : { kind: 'resource', resource: resource.name, attribute: 'host' },
  );
  const port = text(String(resource.port));
  return { host, port, addr: text(host, ':', port), login: loginOf(edge) };
}

/** `user:password@`, and both alone. Generated passwords are letters and digits, so that they need no escaping anywhere. */
function loginOf({ credential, user }: StoreEdge): { at: Text; attributes: Readonly<Record<string, Text>> } {
  if (credential === '') return { at: [], attributes: {} };
  const name = text(user === '' ? ({ kind: 'credential', credential, attribute: 'user' } satisfies Ref) : user);
  const password = text({ kind: 'credential', credential, attribute: 'password' });
  const inUrl = user === '' ? name : text(encodeURIComponent(user));
  return { at: text(inUrl, ':', password, '@'), attributes: { user: name, password } };
}
