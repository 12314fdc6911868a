import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { usesOf } from '../../bin/reference/uses';
import { loadText, resolve } from '../../platform/index';

const files = readdirSync(join(__dirname, '../../bin/reference/uses'));
const sections = [...new Set(files.map((file) => file.split('.', 1)[0] ?? ''))];

/** Each sample as a whole description. */
const samples = sections.flatMap((section) =>
  [...usesOf(section).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']): [string, string] => [section, yaml]),
);

describe('a sample of the reference', () => {
  it.each(samples)('is a description that can be used: %s', (_section, yaml) => {
    const { document, problems } = loadText(
      'sample.yaml',
      `platform: shop\n${yaml}environments: { dev: { runtime: compose } }\n`,
    );
    expect(problems).toEqual([]);
    expect(document && resolve(document, 'dev').problems).toEqual([]);
  });

  it('stands in every file', () => {
    expect(samples.length).toBeGreaterThanOrEqual(files.length);
  });
});
