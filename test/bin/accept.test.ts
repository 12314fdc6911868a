import { join } from 'node:path';
import { described, folder, slipway, slipwayJson, small } from './support';

const accepting = (accept: string) =>
  small
    .replace('routes: /api', 'routes: [{ path: /api, sticky: true }]')
    .replace('    domain: edge', `    accept: ${accept}\n    domain: edge`);
const givenUp = /given up by accept:\n {2}edge {2}services\.api\.routes\.0\S* {2}unsupported-sticky {2}\S.*\n/;

describe('what an environment gives up', () => {
  const file = described(accepting('[{ code: unsupported-sticky, for: [api] }]'));

  it('is listed by check, by synth and by explain of the environment, one line each', async () => {
    const out = join(folder(), 'dist');
    const runs = [
      await slipway(['check', '-f', file]),
      await slipway(['synth', '-f', file, '-o', out]),
      await slipway(['synth', '--check', '-f', file, '-o', out]),
      await slipway(['explain', 'edge', '-f', file]),
    ];
    for (const { code, out: text, err } of runs) {
      expect(text + err).toMatch(givenUp);
      expect((text + err).match(/unsupported-sticky {2}/g)).toHaveLength(1);
      expect(code).toBe(0);
    }
    expect(runs[3]?.out).toMatch(/accept +unsupported-sticky for api +line/);
  });

  it('stands in the documents of check and explain', async () => {
    const lived = [expect.objectContaining({ code: 'unsupported-sticky', reason: expect.stringMatching(/\w/) })];
    const { document } = await slipwayJson<{ environments: unknown[] }>(['check', '-f', file]);
    expect(document.result.environments).toContainEqual(expect.objectContaining({ name: 'edge', givenUp: lived }));
    const { document: told } = await slipwayJson<{ environments: unknown }>(['explain', 'edge', '-f', file]);
    expect(told.result.environments).toMatchObject({ edge: { givenUp: lived } });
  });

  it('is nothing where nothing is accepted', async () => {
    expect((await slipway(['check', '-f', described()])).out).not.toMatch(/given up/);
  });
});

describe('a code that stands under accept for nothing', () => {
  it.each([
    ['[unsupported-sticky, unsupported-scale-lag]', 'but nothing in edge needs it'],
    ['[{ code: unsupported-sticky, for: [api, mailer] }]', 'but mailer does not need unsupported-sticky'],
  ])('is a warning: %s', async (accept, rule) => {
    const file = described(accepting(accept));
    const { code, err } = await slipway(['check', '-f', file]);
    expect(err).toMatch(
      /platform\.yaml:\d+:\d+ +accept-unneeded {2}environments\.edge\.accept\.\S+ is "[a-z-]+", but .*\(a warning\)\n/,
    );
    expect([code, err.includes(rule)]).toEqual([0, true]);
    const { document } = await slipwayJson<unknown>(['check', '-f', file]);
    expect(document).toMatchObject({ ok: true, problems: [], warnings: [{ code: 'accept-unneeded', rule }] });
    expect((await slipway(['check', '-q', '-f', file])).err).toBe('');
  });

  it('is no warning where a rule needs it', async () => {
    const text = small
      .replace('api:1', 'api:latest')
      .replace('databases: [api] }', 'databases: [api], provider: container }')
      .replace('domain: edge', 'tier: production\n    accept: [image-tag]\n    domain: edge');
    const { code, out, err } = await slipway(['check', '-f', described(text)]);
    expect(out).toMatch(/ {2}edge {2}services\.api\.image {2}image-tag {2}/);
    expect([code, err]).toEqual([0, '']);
  });
});
