import { join } from 'node:path';
import { cases } from '../platform/cases/all';
import { type Case, compose, ecs, kubernetes, service, unmark } from '../platform/cases/describe';
import { described, folder, slipwayJson } from './support';

/** Overrides that change nothing, beside one that does. */
const overrides: readonly Case[] = [
  {
    title: 'patches of compose.yaml that change nothing',
    text: service(
      'ports: { http: 8080 }',
      `${compose}\noverrides: { compose: [{ path: /services/web/image, set: x }, { path: /services/api/image, set: x }, { path: /nothing/there, remove: true }] }`,
    ),
  },
  {
    title: 'a patch of an object that there is not',
    text: service(
      'drain: 5s',
      `${kubernetes}\noverrides: { k8s: [{ target: Deployment/web, path: /spec, remove: true }] }`,
    ),
  },
  {
    title: 'a patch of a workflow that there is not',
    text: service('drain: 5s', `${kubernetes}\noverrides: { ci: [{ target: deploi.yml, path: /name, set: x }] }`),
  },
  {
    title: 'a patch of a stack that there is not',
    text: service(
      'drain: 5s',
      `${ecs}\noverrides: { cdk: [{ target: web/Service, path: /Properties, remove: true }] }`,
    ),
  },
];

describe('check and synth', () => {
  it.each([...cases, ...overrides].map((each): [string, Case] => [each.title, each]))(
    'say the same of %s',
    async (_title, { text: marked, environment }) => {
      const file = described(unmark(marked).text);
      const args = ['-f', file, ...(environment === undefined ? [] : ['-e', environment])];
      const checked = await slipwayJson(['check', ...args]);
      const made = await slipwayJson(['synth', ...args, '-o', join(folder(), 'dist')]);
      expect([made.code, made.document.problems]).toEqual([checked.code, checked.document.problems]);
    },
  );

  it.each(overrides.map((each): [string, Case] => [each.title, each]))(
    'refuse %s, each with its place',
    async (_title, { text }) => {
      const { code, document } = await slipwayJson(['check', '-f', described(text)]);
      expect(code).toBe(3);
      expect(new Set(document.problems.map((problem) => problem.code))).toEqual(new Set(['unknown-override-target']));
      const fields = document.problems.map((problem) =>
        (problem as unknown as { field: string }).field.split('.').at(-1),
      );
      expect(fields).toEqual(fields.length === 2 ? ['0', '2'] : ['0']);
    },
  );
});
