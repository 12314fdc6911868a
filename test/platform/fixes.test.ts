import { parseDocument, YAMLMap, type Document as Yaml } from 'yaml';
import { limits } from '../../bin/renderers';
import { judgeLimits, loadText, type Problem, resolve } from '../../platform/index';
import { cases } from './cases/all';
import { unmark } from './cases/describe';
import { fileCases } from './cases/files';

type Path = (string | number)[];

function problemsOf(text: string): Problem[] {
  const { document, problems } = loadText('platform.yaml', text, () => undefined);
  if (document === undefined) return [...problems];
  const found = document.environments.flatMap((name) => {
    const { platform, problems: wrong, setAside } = resolve(document, name);
    return platform === undefined ? wrong : judgeLimits(document, platform, limits, setAside).problems;
  });
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The path of a field in the text: names may hold dots. */
function pathOf(value: unknown, field: string): Path | undefined {
  if (field === '') return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (field !== key && !field.startsWith(`${key}.`)) continue;
    const rest = pathOf(inner, field.slice(key.length + 1));
    if (rest !== undefined) return [Array.isArray(value) ? Number(key) : key, ...rest];
  }
  return undefined;
}

function rename(yaml: Yaml, path: Path, name: string): void {
  const map = yaml.getIn(path.slice(0, -1));
  if (!(map instanceof YAMLMap)) throw new Error(`no map above ${path.join('.')}`);
  for (const pair of map.items) if (String(pair.key) === String(path.at(-1))) pair.key = name;
}

/** Does what a fix says where it says one thing alone; gives undefined where it leaves a choice to the reader. */
function applied(text: string, { field, rule, fix, value }: Problem): string | undefined {
  const yaml = parseDocument(text);
  const path = pathOf(yaml.toJS(), field);
  if (path === undefined || path.length === 0 || yaml.errors.length > 0) return undefined;
  const held = yaml.getIn(path);
  const meant = /^did you mean "([^"]+)"\?$/.exec(fix)?.[1];
  const written = /^write ("(?:[^"\\]|\\.)*"|\[.*\])(?:, in quotes)?$/.exec(fix)?.[1];
  const plain =
    /^write ([A-Za-z0-9_./${}-]+)(?:, without quotes| or (?:more|less|larger)|, or (?:larger|leave it out))?$/.exec(
      fix,
    )?.[1];
  const renamed = /^rename it to "([^"]+)"$/.exec(fix)?.[1];
  if (renamed !== undefined) rename(yaml, path, renamed);
  else if (fix === 'remove it') yaml.deleteIn(path);
  else if (meant !== undefined || /^write \$\{/.test(fix)) {
    const reference = /refers to "(\$\{[^"]*\})"/.exec(rule)?.[1];
    if (typeof held === 'string' && reference !== undefined) {
      const whole = meant ?? fix.slice('write '.length);
      const better = whole.startsWith('${') ? whole : reference.replace(/[^.{]*\}$/, `${whole}}`);
      yaml.setIn(path, held.replace(reference, better));
    } else if (typeof held === 'string' && (value !== '' || held.includes('.') === meant?.includes('.')))
      yaml.setIn(path, meant);
    else if (meant !== undefined && typeof path.at(-1) === 'string') rename(yaml, path, meant);
    else return undefined;
  } else if (written !== undefined) yaml.setIn(path, JSON.parse(written));
  else if (plain !== undefined && value !== '') yaml.setIn(path, /^[0-9.]+$/.test(plain) ? Number(plain) : plain);
  else return undefined;
  return yaml.toString();
}

/** A list of what is said how often. */
function counted(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Of texts that can be read. */
const readable = cases.filter((each) => !fileCases.includes(each));

const fixes = readable.flatMap(({ title, text }) => {
  const plain = unmark(text).text;
  const before = problemsOf(plain);
  return before.flatMap((problem) => {
    const mended = applied(plain, problem);
    return mended === undefined ? [] : [{ title, problem, before, after: problemsOf(mended) }];
  });
});

const shapeHid = 'the case is wrong in a second way, which its wrong shape hid';
const limitHid = 'its target cannot do it, whatever the value: the first problem hid that';

/** Cases where something else comes to light once the fix is applied. */
const others: Readonly<Record<string, string>> = {
  'a health path without slash': shapeHid,
  'a health check that never fails': shapeHid,
  'replicas below zero': shapeHid,
  'a call in a text': shapeHid,
  'a call of a name in capitals': shapeHid,
  'a file by a relative path': shapeHid,
  'a resource of a misspelt kind': shapeHid,
  'a PostgreSQL of the past': shapeHid,
  'several things at once': 'the field has the right name then, and still a wrong value',
  'a use of a database that there is not': 'the case uses the others already',
  'a range that does not start at its first address': limitHid,
  'a schedule by a word': limitHid,
};

describe('a fix that says one thing', () => {
  it('stands with many of the wrong descriptions', () => {
    expect(new Set(fixes.map(({ problem }) => problem.code)).size).toBeGreaterThan(30);
    expect(fixes.length).toBeGreaterThan(70);
  });

  it.each(fixes)('mends what it is for: $title: $problem.code: $problem.fix', ({ problem, before, after }) => {
    expect(counted(after).get(problem.code) ?? 0).toBeLessThan(counted(before).get(problem.code) ?? 0);
  });

  it.each(fixes.filter(({ title }) => !Object.hasOwn(others, title)))(
    'breaks nothing: $title: $problem.code: $problem.fix',
    ({ before, after }) => {
      expect(more(before, after)).toEqual([]);
    },
  );

  it.each(Object.entries(others))('lets something else come to light: %s, for %s', (title) => {
    expect(fixes.some((fix) => fix.title === title && more(fix.before, fix.after).length > 0)).toBe(true);
  });
});

/** Codes that are said more often than before. */
function more(before: readonly Problem[], after: readonly Problem[]): string[] {
  const were = counted(before);
  return [...counted(after)].flatMap(([code, count]) => (count > (were.get(code) ?? 0) ? [code] : []));
}
