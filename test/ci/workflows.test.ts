import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parse } from 'yaml';
import { actions, render } from '../../ci/index';
import { tools } from '../../ci/tools';
import { type Example, examples } from '../support/platforms';
import { jobsOf, platformsOf, stepsOf, workflowsOf } from './rendered';

const written = workflowsOf(platformsOf('shop'));
const steps = stepsOf(written);

describe.each(Object.keys(examples) as Example[])('the workflows of %s', (example) => {
  it.each(workflowsOf(platformsOf(example)))('$name is a workflow without findings', async ({ name, text }) => {
    const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
    const template = await convertWorkflowTemplate(context, value!);
    expect(context.errors.getErrors()).toEqual([]);
    expect(template.errors ?? []).toEqual([]);
    expect(template.jobs.length).toBeGreaterThan(0);
  });
});

describe('what stands in every workflow', () => {
  it.each(written)('$name gives no right to all of its jobs and names the shell', ({ workflow }) => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.defaults).toEqual({ run: { shell: 'bash' } });
  });

  it.each(written)('$name says who made it and how to change it', ({ text }) => {
    expect(text).toMatch(/^# Made by Slipway from platform\.yaml\./);
    expect(text).toContain('npx slipway synth ci');
  });

  it.each(written)('$name has its keys in one order', ({ workflow }) => {
    const order = ['name', 'on', 'permissions', 'concurrency', 'env', 'defaults', 'jobs'];
    expect(Object.keys(workflow)).toEqual(order.filter((key) => key in workflow));
  });

  it.each(written)('$name means the same to readers of YAML 1.1 and 1.2', ({ text }) => {
    const old = parse(text.replace(/^on:/m, '"on":'), { version: '1.1' });
    expect(old).toEqual(parse(text));
  });

  it.each(written)('$name is started by nothing that gives strangers a token', ({ workflow }) => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
  });

  it.each(written)('$name hands on no secret by inheritance', ({ text }) => {
    expect(text).not.toContain('secrets: inherit');
    expect(text).not.toContain('toJSON(secrets)');
  });
});

describe('actions', () => {
  const used = written.flatMap(({ text }) => text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line)));

  it('are pinned by commit with the version of the table behind it', () => {
    expect(used.length).toBeGreaterThan(20);
    for (const line of used) {
      const [, name, sha, version] = /uses: ([\w-]+\/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/.exec(line) ?? [];
      expect({ line, pin: actions[name as keyof typeof actions] }).toEqual({ line, pin: { version, sha } });
    }
  });

  it('are all used, so that no pin is kept alive for nothing', () => {
    const all = [...written, ...workflowsOf(platformsOf('coffeeshop'))].map(({ text }) => text).join('\n');
    expect(Object.keys(actions).filter((name) => !all.includes(`${name}@`))).toEqual([]);
  });

  it('install tools in exact versions', () => {
    for (const version of Object.values(tools)) expect(version).toMatch(/^(v\d+\.\d+\.\d+|\d+)$/);
    expect(steps.flatMap(([, step]) => Object.values(step.with ?? {}))).not.toContain('latest');
  });

  it('check the sources out without leaving a token behind', () => {
    const checkouts = steps.filter(([, step]) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(5);
    for (const [, step] of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });
});

describe('jobs', () => {
  const jobs = jobsOf(written);

  it.each(jobs)('%s has a limit of time, rights of its own and a fixed runner', (_, job) => {
    expect(job['timeout-minutes']).toBeGreaterThan(0);
    expect(job.permissions).toBeDefined();
    expect(job['runs-on']).toMatch(/^(ubuntu-24\.04(-arm)?|\$\{\{ matrix\.runner \}\})$/);
  });

  it('enter AWS anew before the deploy and before going back, since a session lasts an hour', () => {
    const [, job] = jobs.find(([name]) => name === 'deploy.yml deploy-prod')!;
    const names = job.steps.map(({ name, uses }) => (uses?.includes('configure-aws') ? 'enter AWS' : name));
    expect(names.slice(names.indexOf('Migrate') + 1)).toEqual([
      'enter AWS',
      'Deploy',
      'Run the jobs of a deploy',
      'Ask every route',
      'enter AWS',
      'Go back',
    ]);
    const [entered, back] = job.steps.slice(-2) as [{ if?: string }, { if?: string }];
    expect(entered.if).toContain('failure()');
    expect(entered.if).toBe(back.if);
  });

  it('ask for an identity only where images are signed or AWS is entered', () => {
    const asking = jobs.filter(([, job]) => job.permissions['id-token'] !== undefined).map(([name]) => name);
    const needing = jobs
      .filter(([, { steps: list }]) =>
        list.some((step) => /cosign sign|configure-aws-credentials/.test(`${step.run} ${step.uses}`)),
      )
      .map(([name]) => name);
    expect(asking).toEqual(needing);
    expect(asking).toEqual([
      'deploy.yml publish',
      'deploy.yml deploy-dev',
      'deploy.yml deploy-prod',
      'rollback.yml rollback-dev',
      'rollback.yml rollback-prod',
    ]);
  });

  it('write packages only where images are pushed', () => {
    const writing = jobs.filter(([, job]) => job.permissions.packages === 'write').map(([name]) => name);
    expect(writing).toEqual(['deploy.yml build', 'deploy.yml publish']);
  });

  it('of a pull request may write nothing', () => {
    for (const [, job] of jobs.filter(([name]) => name.startsWith('pull-request.yml'))) {
      expect(Object.values(job.permissions)).not.toContain('write');
    }
  });

  it('of one environment never overlap and are never broken off', () => {
    for (const [name, job] of jobs.filter(([each]) => /yml (deploy|rollback)-/.test(each))) {
      const environment = name.replace(/^.* (deploy|rollback)-/, '');
      expect(job.concurrency).toEqual({ group: `environment-${environment}`, 'cancel-in-progress': false });
      expect(job.environment).toMatchObject({ name: environment });
    }
  });

  it.each(written)('of $name need jobs that exist, without a circle', ({ workflow }) => {
    const done = new Set<string>();
    for (let rest = Object.entries(workflow.jobs); rest.length > 0; ) {
      const ready = rest.filter(([, job]) => (job.needs ?? []).every((need) => done.has(need)));
      expect(ready.map(([id]) => id)).not.toEqual([]);
      for (const [id] of ready) done.add(id);
      rest = rest.filter(([id]) => !done.has(id));
    }
  });

  it('of a pull request are all behind the one that branch protection asks for', () => {
    const { jobs: all } = written.find(({ name }) => name === 'pull-request.yml')!.workflow;
    const { needs, if: condition } = all['pull-request-ok']!;
    expect(needs).toEqual(Object.keys(all).filter((id) => id !== 'pull-request-ok'));
    expect(condition).toBe('always()');
  });
});

describe('the order of environments', () => {
  const { jobs } = written.find(({ name }) => name === 'deploy.yml')!.workflow;

  it('is development at once, then production one after another', () => {
    const others = ['plan', 'build', 'publish'];
    expect(jobs['deploy-dev']!.needs).toEqual(others);
    expect(jobs['deploy-staging']!.needs).toEqual(others);
    expect(jobs['deploy-edge']!.needs).toEqual([...others, 'deploy-dev', 'deploy-staging']);
    expect(jobs['deploy-prod']!.needs).toEqual([...others, 'deploy-dev', 'deploy-staging', 'deploy-edge']);
  });

  it('stops at the first that fails', () => {
    for (const id of ['deploy-edge', 'deploy-prod'])
      expect(jobs[id]!.if).toContain("!contains(needs.*.result, 'failure')");
  });

  it('has no environment that a person starts by hand', () => {
    expect(Object.keys(jobs)).not.toContain('deploy-local');
  });
});

describe('scripts', () => {
  const files = [...render(platformsOf('shop'))].filter(([path]) => path.endsWith('.sh'));
  const inline = steps.flatMap(([name, step]): [string, string][] =>
    step.run === undefined ? [] : [[name, step.run]],
  );

  it.each([...inline, ...files])('%s is bash', (_, text) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(inline)('%s holds no expression, so that nobody writes into it', (_, text) => {
    expect(text).not.toContain('${{');
  });

  it.each(files)('%s stops at the first error', (_, text) => {
    expect(text).toMatch(/^#!\/usr\/bin\/env bash\n# Made by Slipway[\s\S]*?\nset -euo pipefail\n/);
  });

  it('are all there that steps run, and no other', () => {
    const run = new Set(
      inline.flatMap(([, text]) => [...text.matchAll(/\.github\/slipway\/scripts\/[\w-]+\.sh/g)].map(([path]) => path)),
    );
    expect(files.map(([path]) => path)).toEqual([...run].sort());
  });

  it('read what people type and what events carry from variables', () => {
    for (const [, job] of jobsOf(written)) {
      for (const step of job.steps)
        expect(JSON.stringify(step.with ?? {})).not.toMatch(/github\.event|inputs\.(image|digest)/);
    }
  });
});

describe('actionlint', () => {
  it('finds nothing, where it is installed', () => {
    const found = spawnSync('actionlint', ['-version']).status === 0;
    if (!found) {
      process.stderr.write('actionlint is not on the PATH: the workflows are checked by the parser alone\n');
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'slipway-workflows-'));
    try {
      const paths = [...render(platformsOf('shop'))].map(([path, text]) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
        return join(folder, path);
      });
      const { stdout } = spawnSync(
        'actionlint',
        paths.filter((path) => path.endsWith('.yml')),
        { encoding: 'utf8' },
      );
      expect(stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
