import { applied } from './apply-fix';
import { cases } from './cases/all';
import { unmark } from './cases/describe';
import { fileCases } from './cases/files';
import { problemsOf } from './problems-of';

const readable = cases.filter((each) => !fileCases.includes(each));
/** Nobody should have to mend one description more often. */
const most = 8;

/** The texts on the way: at each step the first fix that says one thing is applied. */
function followed(text: string): string[] {
  const texts = [text];
  while (texts.length <= most) {
    const here = texts.at(-1) ?? '';
    const [next] = problemsOf(here).flatMap((problem) => applied(here, problem).map((each) => each.text));
    if (next === undefined) break;
    texts.push(next);
  }
  return texts;
}

describe('fixes that are followed one after the other', () => {
  it.each(readable.map(({ title, text }) => [title, unmark(text).text]))(
    'lead on, and not back: %s',
    (_title, text) => {
      const texts = followed(text);
      expect(new Set(texts).size).toBe(texts.length);
      expect(texts.length).toBeLessThanOrEqual(most);
    },
  );
});
