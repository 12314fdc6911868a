import { containersOf, mapValues } from '../canonical';
import type { Fact } from '../fact';

const secretWord = /<(password|secret)\b/;

export const secrets: Fact = {
  title: 'every secret variable comes from the secret store of the target, and no other variable does',
  expected: (platform) =>
    mapValues(containersOf(platform), ({ env }) =>
      env
        .filter((variable) => variable.secret)
        .map((variable) => variable.name)
        .sort(),
    ),
  compose: (output) =>
    mapValues(output.containers(), ({ environment = {} }) =>
      namesWith(environment, (value) => secretWord.test(value ?? '')),
    ),
  k8s: (output) =>
    mapValues(output.containers(), (container) =>
      namesWith(output.variables(container), (value) => secretWord.test(value)).filter(
        (name) => !name.startsWith('SLIPWAY_'),
      ),
    ),
  cdk: (output) =>
    mapValues(output.containers(), ({ definition }) => (definition.Secrets ?? []).map((each) => each.Name).sort()),
};

function namesWith<T>(map: Readonly<Record<string, T>>, holds: (value: T) => boolean): string[] {
  return Object.entries(map)
    .filter(([, value]) => holds(value))
    .map(([name]) => name)
    .sort();
}
