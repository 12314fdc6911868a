import { type Output, tried } from './generated';

/** How many descriptions are made, and from where the dice start: `SLIPWAY_GENERATED=5000 SLIPWAY_SEED=7`. */
const count = Number(process.env['SLIPWAY_GENERATED'] ?? 150);
const seed = Number(process.env['SLIPWAY_SEED'] ?? 1);
/** CloudFormation takes twenty times as long as the others. */
const cloudEvery = Number(process.env['SLIPWAY_CLOUD_EVERY'] ?? 25);

describe('a description made at random', () => {
  it(`is refused with problems or rendered, ${count} times`, async () => {
    const met = new Map<string, number>();
    const failed: string[] = [];
    for (let number = 0; number < count; number++) {
      const outputs: Output[] = number % cloudEvery === 0 ? ['k8s', 'compose', 'cdk'] : ['k8s', 'compose'];
      try {
        for (const outcome of (await tried(seed, number, outputs)).outcomes)
          met.set(outcome, (met.get(outcome) ?? 0) + 1);
      } catch (error) {
        failed.push((error as Error).message);
      }
    }
    if (process.env['SLIPWAY_GENERATED'] !== undefined) {
      const ranked = [...met].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${times} ${outcome}`);
      process.stdout.write(`${ranked.slice(0, 60).join('\n')}\n`);
      process.stdout.write(
        `${failed.length} failed\n${[...new Set(failed.map((each) => each.split('\n')[0]!.replace(/description \d+ of seed \d+/, '')))].slice(0, 40).join('\n')}\n`,
      );
      require('node:fs').writeFileSync('/tmp/generated-failed.txt', failed.join('\n=======\n'));
    }
    expect(failed.slice(0, 3)).toEqual([]);
  }, 7_200_000);
});
