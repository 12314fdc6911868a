import { accepts, runsOn } from '../accepts';
import { platformWorkloads } from '../canonical';
import type { Fact, Plain } from '../fact';

/** What a shell in a running task needs; Session Manager has no names for its channels. */
const shell = 'ssmmessages:* on *';

export const permissions: Fact = {
  title: 'the code of every workload may do in the cloud what its description names, and nothing else',
  expected: (platform) =>
    Object.fromEntries(
      platformWorkloads(platform).flatMap(({ name, permissions: list, migrate }): [string, Plain][] => {
        const left =
          accepts(platform, 'kubernetes', 'unsupported-permissions') ||
          accepts(platform, 'compose', 'unsupported-permissions');
        const own = left ? [] : list.flatMap(({ actions, resources }) => linesOf(actions, resources));
        const opened = runsOn(platform, 'ecs') && platform.environment.posture.exec ? [shell] : [];
        const all = [...new Set([...own, ...opened])].sort();
        return [[name, all], ...(migrate === null ? [] : [[`${name}-migrate`, all] as [string, Plain]])];
      }),
    ),
  // There is no cloud that could grant anything.
  compose: (output) => nothing(output.platform),
  k8s: (output) =>
    Object.fromEntries(
      names(output.platform).map((name) => {
        const account = output.find('ServiceAccount', output.pod(name).serviceAccountName);
        const mounted =
          output.pod(name).automountServiceAccountToken === false && account?.automountServiceAccountToken === false;
        return [name, mounted && account?.metadata.annotations === undefined ? [] : ['what its account may']];
      }),
    ),
  cdk: (output) => {
    const statements = output.statements();
    return Object.fromEntries(
      names(output.platform).map((name) => [
        name,
        [
          ...new Set(
            (statements[name] ?? [])
              // Rights in topics and file systems are facts of their own.
              .filter(({ Action }) => !Action.every((action) => /^(kafka-cluster|elasticfilesystem):/.test(action)))
              .flatMap(({ Action, Resource }) =>
                Action.every((action) => action.startsWith('ssmmessages:')) ? [shell] : linesOf(Action, Resource),
              ),
          ),
        ].sort(),
      ]),
    );
  },
};

function linesOf(actions: readonly string[], resources: readonly string[]): string[] {
  return actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`));
}

function names(platform: Parameters<Fact['expected']>[0]): string[] {
  return platformWorkloads(platform).flatMap(({ name, migrate }) => [
    name,
    ...(migrate === null ? [] : [`${name}-migrate`]),
  ]);
}

function nothing(platform: Parameters<Fact['expected']>[0]): Plain {
  return Object.fromEntries(names(platform).map((name) => [name, []]));
}
