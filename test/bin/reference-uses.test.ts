import { uses } from '../../bin/reference/uses';
import { loadText, resolve } from '../../platform/index';

/** Each sample as a whole description. */
const samples = Object.entries(uses).flatMap(([part, text]) =>
  [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']): [string, string] => [part, yaml]),
);

describe('a sample of the reference', () => {
  it.each(samples)('is a description that can be used: %s', (_part, yaml) => {
    const { document, problems } = loadText(
      'sample.yaml',
      `platform: shop\n${yaml}environments: { dev: { runtime: compose } }\n`,
    );
    expect(problems).toEqual([]);
    expect(document && resolve(document, 'dev').problems).toEqual([]);
  });

  it('stands in the reference', () => {
    expect(samples.length).toBeGreaterThan(0);
  });
});
