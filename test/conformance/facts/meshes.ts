import type { Mesh, Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import { groupsOf } from '../outputs/cdk-groups';
import type { ComposeOutput } from '../outputs/compose';
import { openingsOf } from '../outputs/k8s-policies';

export const meshes: Fact = {
  title: 'the members of a group reach one another by their own addresses',
  expected: (platform): Plain => {
    if (runsOn(platform, 'compose')) return platform.meshes.map(networkOf);
    return platform.meshes.map((mesh) => ({ name: mesh.name, open: waysOf(platform, mesh) }));
  },
  compose: sharedNetworks,
  k8s: (output) => both(output.platform, openingsOf(output)),
  cdk: (output) => both(output.platform, groupsOf(output)),
};

/** On Compose a network of their own, and no other one: its address is the one that a program finds. */
function networkOf({ name, members }: Mesh): Plain {
  return { name, members: members.map((each) => each.name), alone: true };
}

/** Every port of every member, for every other and for further replicas of its own: `cron -> sensor:1883/tcp`. */
function waysOf({ services, resources }: Platform, { members }: Mesh): string[] {
  const lines = members.flatMap((to) => {
    const servers = resources.flatMap((each) => (each.kind === 'container' ? [each] : []));
    const held = [...services, ...servers].find(({ name }) => name === to.name);
    const open = (held?.ports ?? []).filter(({ name }) => to.ports.includes(name));
    return members.flatMap((from) =>
      open.map(({ number, protocol }) => `${from.name} -> ${to.name}:${number}/${protocol === 'udp' ? 'udp' : 'tcp'}`),
    );
  });
  return lines.sort();
}

/** What both sides of a connection allow, of the ways that the group has. */
function both(
  platform: Platform,
  open: { readonly opens: readonly string[]; readonly admits: readonly string[] },
): Plain {
  const allowed = new Set(open.opens.filter((line) => open.admits.includes(line)));
  return platform.meshes.map((mesh) => ({
    name: mesh.name,
    open: waysOf(platform, mesh).filter((line) => allowed.has(line)),
  }));
}

/** Networks of who has no other, and is not one of a pair. */
function sharedNetworks(output: ComposeOutput): Plain {
  const { platform } = output;
  return platform.meshes.map(({ name, members }) => {
    const networks = members.map((each) => Object.keys(output.service(output.holder(each.name)).networks ?? {}));
    return {
      name,
      members: members.map((each) => each.name).filter((_, at) => networks[at]?.includes(name)),
      alone: networks.every((each) => each.length === 1),
    };
  });
}
