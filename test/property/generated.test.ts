import { many, rendersOf, tried } from './generated';

/** How many descriptions are made here; `generated-more` makes more, for CloudFormation too. */
const count = 60;

describe('a description made at random', () => {
  it(`is rendered or refused with problems, ${count} times`, async () => {
    const { rendered, all } = rendersOf(await many(count, count + 1));
    // Neither all right nor all wrong: otherwise this would try little.
    expect(rendered).toBeGreaterThan(all / 5);
    expect(rendered).toBeLessThan(all);
  });

  it('comes out the same for the same seed', async () => {
    const texts = () => Promise.all([0, 1, 2].map(async (number) => (await tried(1, number, [])).text));
    expect(await texts()).toEqual(await texts());
  });
});
