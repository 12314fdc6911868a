import type { Limit, Platform } from '../platform/index';
import { flowPairs, groupsOf, guestsOf } from './mesh';
import { waysOut } from './networks';

/** What a group of self-registering programs costs where every container has its own networks. */
export const meshLimits: readonly Limit[] = [
  {
    code: 'unsupported-mesh-isolation',
    field: 'meshes.*',
    runtimes: ['compose'],
    reason:
      'Docker attaches networks in no order, so a member finds its own address only on a single one: stores, callers and the gateway of one member are on it too, and all of them reach all ports there',
    fix: 'leave the group out in this environment with meshes: { <group>: null }',
    acceptable: true,
    find: (platform) => {
      const pairs = flowPairs(platform);
      const groups = groupsOf(platform);
      const leaving = new Set(waysOut(platform).map(([end]) => groups.get(end)));
      return platform.meshes
        .filter((mesh) => leaving.has(mesh.name) || guestsOf(platform, pairs, mesh).length > 0)
        .map(({ name }) => ['meshes', name]);
    },
  },
  {
    code: 'unsupported-mesh-edge',
    field: 'meshes.*',
    runtimes: ['compose'],
    reason: 'a member of it speaks with a member of another group, and each has the network of its own group alone',
    fix: 'join the two groups in this environment',
    acceptable: false,
    find: (platform) => [...new Set(apart(platform))].map((name) => ['meshes', name]),
  },
];

/** Groups whose members have an edge with those of another one. */
function apart(platform: Platform): string[] {
  const groups = groupsOf(platform);
  return flowPairs(platform).flatMap(({ from, to }) => {
    const [one, other] = [groups.get(from), groups.get(to)];
    return one === undefined || other === undefined || one === other ? [] : [one];
  });
}
