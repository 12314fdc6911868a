import { atFirstServer, containersOf, roleOf } from '../canonical';
import type { ComposeOutput } from './compose';

/**
 * Who shares a network with whom, one network a line: `internal: main, orders`. Inside a network nothing limits ports, and
 * from one that is not internal the world can be reached.
 */
export function networksOf(output: ComposeOutput): string[] {
  const { services, networks } = output.document;
  const owners = ownersOf(output);
  return Object.entries(networks)
    .map(([network, { internal }]) => {
      const members = Object.entries(services).filter(([, each]) => each.networks?.[network] !== undefined);
      const names = new Set(
        members.map(([name]) => {
          const first = atFirstServer(output.platform, name);
          return owners.get(first) ?? first;
        }),
      );
      return `${internal === true ? 'internal' : 'open'}: ${[...names].sort().join(', ')}`;
    })
    .sort();
}

/** Services that Compose would give a network that all the others without one share. */
export function withoutNetwork(output: ComposeOutput): string[] {
  return Object.entries(output.document.services)
    .filter(([, each]) => each.networks === undefined && each.network_mode === undefined)
    .map(([name]) => name);
}

/** Who holds a network for another one, and what runs before it, is part of that. */
function ownersOf(output: ComposeOutput): Map<string, string> {
  const owners = new Map<string, string>();
  for (const key of Object.keys(containersOf(output.platform))) {
    const { owner, role, name } = roleOf(key);
    if (role === 'init' || role === 'sidecar') owners.set(`${owner}-${name}`, owner);
    if (role === 'main' && output.holder(name) !== name) owners.set(output.holder(name), name);
  }
  return owners;
}
