import type { Platform } from '../model/platform';
import { split } from '../resolve/edges';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** Entries of all groups that name something of this environment, in the order of the description. */
function* entries({ merged }: Scope): Iterable<{ mesh: string; name: string; path: (string | number)[] }> {
  for (const [mesh, references] of Object.entries(merged.meshes)) {
    for (const [at, reference] of references.entries())
      yield { mesh, name: split(reference)[0], path: ['meshes', mesh, at] };
  }
}

/** Whoever has an address of its own here: services, jobs, and servers of kind `container` that run here. */
function* meshMember(scope: Scope, platform: Platform): Iterable<Broken> {
  const resources = new Map(platform.resources.map((resource) => [resource.name, resource]));
  for (const { name, path } of entries(scope)) {
    const resource = resources.get(name);
    if (resource === undefined || (resource.kind === 'container' && resource.provider === 'container')) continue;
    const what =
      resource.kind === 'container'
        ? `${name} is elsewhere (provider ${resource.provider}), so that its address is no member's own`
        : `${name} is a store of kind ${resource.kind}, which registers with nobody`;
    yield { path, rule: `but ${what}`, fix: `take it out of the group, and write it under uses: of who opens it` };
  }
}

/** An instance has one address that it finds by itself, and so one group that this address belongs to. */
function* meshTwice(scope: Scope): Iterable<Broken> {
  const seen = new Map<string, string>();
  for (const { mesh, name, path } of entries(scope)) {
    const other = seen.get(name);
    if (other !== undefined && other !== mesh) {
      const rule = `but ${name} is in the group ${other} already, and an instance has one address of its own`;
      yield { path, rule, fix: `join the two groups, or take it out of one` };
    }
    seen.set(name, mesh);
  }
}

export const meshRules: readonly Rule[] = [
  {
    code: 'mesh-member',
    summary:
      'Who shares a mesh has an address of its own there: services, jobs, and resources of kind container that run here. Stores and servers elsewhere are reached by `uses`.',
    fix: 'take it out of the group',
    find: meshMember,
  },
  {
    code: 'mesh-twice',
    summary: 'A workload is in one mesh: an instance registers one address, and on Compose it has one network.',
    fix: 'join the two groups, or take it out of one',
    find: meshTwice,
  },
];
