import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docs, pages } from '../../bin/docs';
import { fields } from '../../bin/fields';
import { limits } from '../../bin/renderers';
import { codes, schema } from '../../platform/index';
import { folder, tree } from './support';

const all = pages();
const page = (name: string) => all.get(`docs/reference/${name}.md`) ?? '';

describe('the reference pages', () => {
  it('have a row for every field of the language', () => {
    for (const { path } of fields().filter((field) => /\.[^*]+$/.test(field.path))) {
      expect(page('description')).toContain(`| \`${path}\` |`);
    }
  });

  it('have a row for every code of a problem', () => {
    for (const code of Object.keys(codes)) expect(page('problems')).toContain(`| \`${code}\` |`);
  });

  it('have the reason of every limit', () => {
    for (const { code } of limits) expect(page('support')).toContain(`\`${code}\``);
    expect(page('support')).toMatch(/- `swarm`: refused for now\./);
    expect(page('support')).toMatch(/^\| field \| ecs \| kubernetes \| compose \|$/m);
  });

  it('have defaults with their units', () => {
    expect(page('defaults')).toContain('| `memory` | `512Mi` |');
    expect(page('defaults')).toContain('| `cpu` | `0.25 vCPU` |');
    expect(page('defaults')).toContain('| `production.logRetention` | `365 days` |');
  });

  it('have the variables that services get', () => {
    expect(page('contract')).toContain(
      '| `DATABASE_URL` | `postgres://keeper:<password of main-keeper>@<host of main>:5432/orders',
    );
    expect(page('contract')).toMatch(/## consumes, kafka[\s\S]*\| `KAFKA_GROUP_ID` \| `example\.consumer` \|/);
  });

  it('come with the JSON Schema for editors', () => {
    expect(JSON.parse(all.get('platform.schema.json') ?? '')).toEqual(schema());
  });

  it('are tables whose rows all have as many cells as the head', () => {
    for (const [path, text] of [...all].filter(([name]) => name.endsWith('.md'))) {
      for (const block of text.split('\n\n').filter((each) => each.startsWith('|'))) {
        const cells = block
          .trimEnd()
          .split('\n')
          .map((row) => row.split(/(?<!\\)\|/).length);
        expect([path, new Set(cells).size]).toEqual([path, 1]);
      }
    }
  });
});

describe('npm run docs', () => {
  it('writes the pages, and --check then finds them up to date', () => {
    const root = folder();
    const said: string[] = [];
    expect(docs(root, false, (text) => said.push(text))).toBe(0);
    expect(Object.keys(tree(root))).toEqual([...all.keys()].sort());
    expect(said).toHaveLength(all.size);
    expect(docs(root, true, (text) => said.push(text))).toBe(0);
    expect(said).toHaveLength(all.size);
  });

  it('ends 1 with --check when a page was edited or is missing, and writes nothing', () => {
    const root = folder();
    docs(root, false, () => undefined);
    appendFileSync(join(root, 'docs/reference/support.md'), 'edited\n');
    const before = readFileSync(join(root, 'docs/reference/support.md'), 'utf8');
    const said: string[] = [];
    expect(docs(root, true, (text) => said.push(text))).toBe(1);
    expect(said).toEqual(['docs/reference/support.md is out of date: run `npm run docs`']);
    expect(readFileSync(join(root, 'docs/reference/support.md'), 'utf8')).toBe(before);
  });
});
