import { everyEnvironment, platformOf } from '../support/platforms';
import { facts } from './facts';
import { answer, type Rendered, rendered } from './outputs/index';

describe.each(everyEnvironment())('%s, environment %s', (example, environment) => {
  let read: Rendered;

  beforeAll(async () => {
    read = await rendered(platformOf(example, environment));
  });

  test.each(facts.map((fact) => [fact.title, fact] as const))('%s', (_title, fact) => {
    expect(answer(fact, read)).toEqual(fact.expected(platformOf(example, environment)));
  });
});
