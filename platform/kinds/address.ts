import type { CredentialRef, Resource, Text } from '../model/platform';
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
function loginOf({ resource, credential, user }: StoreEdge): { at: Text; attributes: Readonly<Record<string, Text>> } {
  if (credential === '') return { at: [], attributes: {} };
  const given = resource.provider === 'external';
  const of = (attribute: CredentialRef['attribute'], inUrl: boolean): CredentialRef => ({
    kind: 'credential',
    credential,
    attribute,
    inUrl: inUrl && given,
  });
  const nameIn = (inUrl: boolean) => (user === '' ? of('user', inUrl) : inUrl ? encodeURIComponent(user) : user);
  return {
    at: text(nameIn(true), ':', of('password', true), '@'),
    attributes: { user: text(nameIn(false)), password: text(of('password', false)) },
  };
}
