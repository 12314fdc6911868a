import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parse } from 'yaml';

const folder = join(__dirname, '../.github/workflows');
const workflows = readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') }));

describe.each(workflows)("the repository's own workflow $name", ({ name, content }) => {
  it('is a valid workflow', () => {
    const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors()).toEqual([]);
  });

  it('pins every action by commit, with the version beside it', () => {
    const actions = content.split('\n').filter((line) => line.includes('uses:'));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('gives each job the rights that it needs and the rest none', () => {
    const { permissions, jobs } = parse(content);
    expect(permissions).toEqual({});
    for (const job of Object.values<{ permissions?: unknown }>(jobs)) expect(job.permissions).toBeDefined();
  });

  it('gives each job a time limit', () => {
    for (const job of Object.values<Record<string, unknown>>(parse(content).jobs)) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
    }
  });
});
