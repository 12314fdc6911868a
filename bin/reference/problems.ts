import { codes } from '../../platform/index';
import { type Meaning, meanings } from '../explain/code';
import { ownCodes } from '../explain/own-codes';
import { code, markdownTable, page, section } from './markdown';

const intro = `Every code that a problem may have, as \`slipway explain <code>\` prints it. A problem says its place, field, value, rule and fix; codes stay
the same over versions. What a target cannot express is under [support](support.md).`;

/** Every code with what it means. */
export function problemsPage(): string {
  const all = meanings();
  const list = (own: readonly Meaning[]) =>
    markdownTable(
      ['code', 'what must hold', 'fix'],
      own.map((each) => [code(each.code), each.summary, each.fix]),
    );
  const described = all.filter((each) => Object.hasOwn(codes, each.code));
  const ours = all.filter((each) => Object.hasOwn(ownCodes, each.code) && !Object.hasOwn(codes, each.code));
  return (
    page('Problems', intro, 'the rules in platform/ and the command line') +
    section('Of the description', list(described)) +
    section('Of the command line', list(ours))
  );
}
