import { addressOf, type StoreEdge } from '../kinds/address';
import { kindOf } from '../kinds/registry';
import type { Part, Text, Use } from '../model/platform';
import { text } from '../model/text';

/** Attributes of a store that `${...}` may name. */
export function storeAttributes(edge: StoreEdge): Readonly<Record<string, Text>> {
  const { resource, part } = edge;
  if (resource.kind !== 'container') return kindOf(resource).attributes({ ...edge, resource });
  const { host } = addressOf(edge);
  const named = resource.ports.find((each) => each.name === part);
  const port = text(String(named?.as ?? resource.port));
  return { host, port, addr: text(host, ':', port) };
}

export function isUse(edge: Use | Part): edge is Use {
  return 'access' in edge;
}
