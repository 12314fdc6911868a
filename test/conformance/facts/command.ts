import { canonical, containersOf, mapValues, roleOf } from '../canonical';
import type { Fact } from '../fact';

export const command: Fact = {
  title: 'every container starts with the command and the arguments of its description',
  expected: (platform) =>
    mapValues(containersOf(platform), ({ command, args }, key) => ({
      command: command.map((word) => canonical(platform, word, roleOf(key).owner)),
      args: args.map((word) => canonical(platform, word, roleOf(key).owner)),
    })),
  compose: (output) =>
    mapValues(output.containers(), ({ entrypoint = [], command: args = [] }) => ({ command: entrypoint, args })),
  k8s: (output) =>
    mapValues(output.containers(), (container) => {
      const values = output.variables(container);
      const read = (words: readonly string[] = []) => words.map((word) => output.expand(word, values));
      return { command: read(container.command), args: read(container.args) };
    }),
  cdk: (output) =>
    mapValues(output.containers(), ({ task, definition }) => ({
      command: (definition.EntryPoint ?? []).map((word) => output.text(task.template, word)),
      args: (definition.Command ?? []).map((word) => output.text(task.template, word)),
    })),
};
