import { cases, platformsOf } from './cases';
import { facts } from './facts';
import { type Read, readBack, render } from './outputs/index';

describe.each(cases())('%s, environment %s', (description, _environment, platform) => {
  let read: Read;

  beforeAll(async () => {
    read = readBack(await render(platform, platformsOf(description)));
  });

  test.each(facts.map((fact) => [fact.title, fact] as const))('%s', (_title, fact) => {
    expect(read.ask(fact)).toEqual(fact.expected(platform));
  });
});
