import type { Platform, Text } from '../../../platform/index';
import { accepts } from '../accepts';
import { canonical, containersOf, mapValues, roleOf, words } from '../canonical';
import type { Fact } from '../fact';

/** On Kubernetes a value that mixes a secret with text needs the secret in a variable before it. These have this prefix. */
export const helper = /^SLIPWAY_/;

export const environment: Fact = {
  title: 'every container gets the variables of the model, with these values, and no other',
  expected: (platform) =>
    mapValues(containersOf(platform), ({ env }, key) =>
      Object.fromEntries(
        env
          .filter(({ value }) => !isLeftOut(platform, value))
          .map(({ name, value }) => [name, canonical(platform, value, roleOf(key).owner)]),
      ),
    ),
  // A variable without a value is one that Compose passes through where it is set.
  compose: (output) =>
    mapValues(output.containers(), ({ environment: given = {} }) =>
      mapValues(given, (value, name) => value ?? words.passthrough(name)),
    ),
  k8s: (output) =>
    mapValues(output.containers(), (container) =>
      Object.fromEntries(Object.entries(output.variables(container)).filter(([name]) => !helper.test(name))),
    ),
  cdk: (output) => mapValues(output.containers(), ({ task, definition }) => output.variables(task, definition)),
};

/** Nothing is passed through to a task of ECS: such a variable stays unset. */
function isLeftOut(platform: Platform, [first, ...rest]: Text): boolean {
  const passed = rest.length === 0 && typeof first === 'object' && first.kind === 'passthrough';
  return passed && accepts(platform, 'ecs', 'unsupported-passthrough');
}
