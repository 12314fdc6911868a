import { formatProblem, Invalid, type Problem, printValue, sortProblems } from '../../../platform/problems/problem';

const timeout: Problem = {
  code: 'health-timeout',
  file: 'platform.yaml',
  line: 14,
  column: 14,
  field: 'services.orders.health.timeout',
  value: '"30s"',
  rule: 'but must be shorter than interval "10s"',
  fix: 'set timeout to 9s or less, or raise interval',
};

describe('a problem', () => {
  it('prints place, code, sentence and fix on two lines', () => {
    expect(formatProblem(timeout)).toBe(
      [
        'platform.yaml:14:14  health-timeout  services.orders.health.timeout is "30s", but must be shorter than interval "10s"',
        '                     fix: set timeout to 9s or less, or raise interval',
      ].join('\n'),
    );
  });

  it('prints one line when the rule says what to do, with the codes of a file below one another', () => {
    const rule = 'names "man.orders"; did you mean "main.orders"?';
    const problem = {
      ...timeout,
      line: 22,
      column: 7,
      code: 'unknown-resource',
      field: 'services.orders.uses',
      value: '',
      rule,
      fix: '',
    };
    expect(formatProblem(problem)).toBe(
      'platform.yaml:22:7   unknown-resource  services.orders.uses names "man.orders"; did you mean "main.orders"?',
    );
  });

  it('keeps the fix below the code when the place is long', () => {
    const [first, second] = formatProblem({ ...timeout, file: 'examples/online-boutique/platform.yaml' }).split('\n');
    expect(second!.indexOf('fix:')).toBe(first!.indexOf('health-timeout'));
  });

  it('cuts a value that is long or has several lines to 60 characters of its first', () => {
    expect(formatProblem({ ...timeout, value: 'x'.repeat(200) })).toContain(` is ${'x'.repeat(59)}…, but`);
    expect(formatProblem({ ...timeout, value: 'one\ntwo' })).toContain(' is one…, but');
    expect(formatProblem({ ...timeout, value: `${'x'.repeat(58)}😀😀` })).toContain(` is ${'x'.repeat(58)}…, but`);
  });

  it('shows control characters, so that a value cannot steer the terminal', () => {
    const text = formatProblem({ ...timeout, value: '\u001b[2Jx\u0007', field: 'a\rb', file: 'c\u202e.yaml' });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain('\\u001b[2Jx\\u0007');
  });
});

describe('printValue', () => {
  it.each([
    ['30s', '"30s"'],
    [8080, '8080'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['a', 1], '["a",1]'],
    [{ a: 1 }, '{"a":1}'],
    ['two\nlines', '"two\\nlines"'],
  ])('prints %p as %s', (value, text) => {
    expect(printValue(value)).toBe(text);
  });

  it('cuts long values at 60 characters', () => {
    expect(printValue('x'.repeat(1000))).toHaveLength(60);
  });
});

describe('problems', () => {
  const places: [string, number, number, string][] = [
    ['b.yaml', 1, 1, 'a'],
    ['a.yaml', 10, 1, 'a'],
    ['a.yaml', 9, 7, 'b'],
    ['a.yaml', 9, 7, 'a'],
    ['a.yaml', 9, 2, 'z'],
  ];
  const list = places.map(([file, line, column, code]) => ({ ...timeout, file, line, column, code }));

  it('are sorted by file, place and code, without changing the list', () => {
    const before = [...list];
    expect(sortProblems(list).map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)).toEqual([
      'a.yaml:9:2 z',
      'a.yaml:9:7 a',
      'a.yaml:9:7 b',
      'a.yaml:10:1 a',
      'b.yaml:1:1 a',
    ]);
    expect(list).toEqual(before);
  });

  it('make up the text of an invalid description', () => {
    const error = new Invalid(list);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('Invalid');
    expect(error.problems).toEqual(sortProblems(list));
    expect(error.message).toBe(sortProblems(list).map(formatProblem).join('\n'));
  });
});
