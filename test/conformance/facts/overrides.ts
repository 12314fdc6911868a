import { parse } from 'yaml';
import type { Override, Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import type { Fact, Plain } from '../fact';
import type { PipelineOutput } from '../outputs/pipeline';

export const overrides: Fact = {
  title: 'what the team changes by path is changed in the output',
  expected: (platform) => {
    const { cdk, k8s, compose, ci } = platform.environment.overrides;
    const own = runsOn(platform, 'compose') ? compose : runsOn(platform, 'kubernetes') ? k8s : cdk;
    return [...own, ...ci].map(
      ({ target, path, op, value }) => `${target} ${path} is ${op === 'remove' ? 'gone' : JSON.stringify(value)}`,
    );
  },
  compose: (output) =>
    read(output.platform, output.pipeline, output.platform.environment.overrides.compose, () =>
      parse(output.files.get('compose.yaml') ?? ''),
    ),
  k8s: (output) =>
    read(output.platform, output.pipeline, output.platform.environment.overrides.k8s, ({ target }) => {
      const [kind = '', name = ''] = target.split('/');
      return output.find(kind, name);
    }),
  cdk: (output) =>
    read(output.platform, output.pipeline, output.platform.environment.overrides.cdk, ({ target }) => {
      const [stack = '', id = ''] = target.split('/');
      return output.templates[stack]?.Resources[id];
    }),
};

function read(
  platform: Platform,
  pipeline: PipelineOutput,
  own: readonly Override[],
  find: (override: Override) => unknown,
): Plain {
  const word = ({ target, path }: Override, document: unknown) => {
    const value = at(document, path);
    return `${target} ${path} is ${value === undefined ? 'gone' : JSON.stringify(value)}`;
  };
  return [
    ...own.map((override) => word(override, find(override))),
    ...platform.environment.overrides.ci.map((override) => word(override, pipeline.workflow(override.target))),
  ];
}

/** A JSON pointer. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
}
