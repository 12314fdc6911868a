import { many, rendersOf } from './generated';

/** `SLIPWAY_GENERATED=5000 SLIPWAY_CLOUD=1` takes as many, and all of them to CloudFormation. */
const count = Number(process.env['SLIPWAY_GENERATED'] ?? 300);
const cloudEvery = Number(process.env['SLIPWAY_CLOUD'] ?? 6);

describe('a description made at random, for every output', () => {
  it(`is rendered or refused with problems, ${count} times`, async () => {
    const met = await many(count, cloudEvery);
    const { rendered, all } = rendersOf(met);
    if (process.env['SLIPWAY_GENERATED'] !== undefined) process.stdout.write(report(met));
    expect(rendered).toBeGreaterThan(all / 5);
    expect(rendered).toBeLessThan(all);
  }, 14_400_000);
});

function report(met: ReadonlyMap<string, number>): string {
  const ranked = [...met].sort(([, one], [, other]) => other - one);
  return `${ranked.map(([outcome, times]) => `${times} ${outcome}`).join('\n')}\n`;
}
