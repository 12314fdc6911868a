import { commands } from '../../bin/commands';
import { handlers } from '../../bin/handlers';
import { described, slipway, slipwayJson } from './support';

const control = '\u001b[';

describe('slipway', () => {
  it('prints help with every command, on standard output', async () => {
    const { code, out, err } = await slipway(['--help']);
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect([code, err]).toEqual([0, '']);
  });

  it.each(commands.map(({ name }) => name))(
    'prints help for %s with an example, and the default of each option',
    async (name) => {
      const { code, out } = await slipway([name, '--help']);
      expect(out).toMatch(new RegExp(`\nExample:\n {2}\\$ slipway ${name}`));
      const options = out.slice(out.indexOf('Options:'), out.indexOf('Example:'));
      const entries = options
        .split(/\n(?= {2}-)/)
        .slice(1)
        .map((entry) => entry.replaceAll(/\s+/g, ' '));
      expect(entries.length).toBeGreaterThan(4);
      for (const entry of entries) expect(entry).toMatch(/\(default: .+\)|print help|print the version/);
      expect(code).toBe(0);
    },
  );

  it('has a handler for every command, and no other', () => {
    expect(Object.keys(handlers).sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  it('prints its version', async () => {
    const { code, out } = await slipway(['--version']);
    expect(out).toBe(`slipway ${(require('../../package.json') as { version: string }).version}\n`);
    expect(code).toBe(0);
  });

  it('refuses to guess when no command is given', async () => {
    const { code, out, err } = await slipway([]);
    expect(err).toMatch(/^Usage: slipway/);
    expect([code, out]).toEqual([2, '']);
  });

  it('refuses an unknown command, with the one that was meant', async () => {
    const { code, out, err } = await slipway(['chekc']);
    expect(err).toMatch(/^error: unknown command 'chekc' \(Did you mean check\?\)\n {2}fix: run `slipway --help`\n$/);
    expect([code, out]).toEqual([2, '']);
  });

  it('refuses an unknown option, with the one that was meant', async () => {
    const { code, err } = await slipway(['check', '--environmnet', 'dev']);
    expect(err).toMatch(
      /unknown option '--environmnet' \(Did you mean --environment\?\)\n {2}fix: run `slipway check --help`/,
    );
    expect(code).toBe(2);
  });

  it.each([
    [['secrets'], /missing required argument 'environment'/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
    [['graph', '--format', 'png'], /Allowed choices are text, mermaid/],
    [['check', 'orders'], /too many arguments/],
    [['check', '--file'], /argument missing/],
  ])('refuses %j', async (argv, message) => {
    const { code, out, err } = await slipway(argv);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([2, '']);
  });

  it('prints one JSON document for wrong usage too', async () => {
    const { code, document, err } = await slipwayJson(['secrets']);
    expect(document).toEqual({
      schemaVersion: 1,
      command: 'secrets',
      ok: false,
      environment: null,
      problems: [
        {
          code: 'wrong-usage',
          file: '',
          line: 0,
          column: 0,
          field: '',
          value: '',
          rule: "missing required argument 'environment'",
          fix: 'run `slipway secrets --help`',
          environments: [],
        },
      ],
      warnings: [],
      result: null,
    });
    expect([code, err]).toEqual([2, '']);
  });

  it('takes what belongs to every command before the command or after it', async () => {
    const file = described();
    const before = await slipway(['--json', 'check', '-f', file]);
    const after = await slipway(['check', '-f', file, '--json']);
    expect(before).toEqual(after);
    expect(JSON.parse(before.out)).toMatchObject({ command: 'check', ok: true });
  });

  it('says what it does and how long it takes with --verbose, on standard error', async () => {
    const { err } = await slipway(['check', '-v', '-f', described()]);
    expect(err).toMatch(
      /^slipway \S+, Node v\d+[\s\S]*read \S+ in \d+ ms\nresolved edge, local in \d+ ms\ncheck took \d+ ms, exit code 0\n$/,
    );
  });
});

describe('colours', () => {
  const broken = described('platform: 1\n');
  const run = (argv: string[] = [], env = {}, terminal = true) =>
    slipway(['check', '-f', broken, ...argv], { env, terminal });

  it('are on on a terminal', async () => {
    expect((await run()).out).toContain(`${control}31m`);
  });

  it.each([
    ['without a terminal', [], {}, false],
    ['with NO_COLOR', [], { NO_COLOR: '1' }, true],
    ['with --no-color', ['--no-color'], {}, true],
    ['with --no-color before FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, true],
    ['on a terminal that has none', [], { TERM: 'dumb' }, true],
  ])('are off %s', async (_case, argv, env, terminal) => {
    const { out, err } = await run(argv, env, terminal);
    expect(out).toContain('wrong-type');
    expect(out + err).not.toContain(control);
  });

  it('are on without a terminal with FORCE_COLOR', async () => {
    expect((await run([], { FORCE_COLOR: '1' }, false)).out).toContain(control);
  });

  it('are never in JSON, and the text is the same without them', async () => {
    expect((await run(['--json'])).out).not.toContain(control);
    const plain = (await run(['--no-color'])).out;
    expect((await run()).out.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('are in help by the same rules', async () => {
    expect((await slipway(['--help'], { terminal: true })).out).toContain(control);
    expect((await slipway(['--help'], { terminal: true, env: { NO_COLOR: '1' } })).out).not.toContain(control);
    expect((await slipway(['--help'])).out).not.toContain(control);
  });
});

describe('a bug', () => {
  const graph = handlers['graph'];
  beforeAll(() => {
    Object.assign(handlers, {
      graph: async () => () => {
        throw new TypeError('no such thing');
      },
    });
  });
  afterAll(() => {
    Object.assign(handlers, { graph });
  });

  it('says so with the version, how to report it and the stack', async () => {
    const { code, out, err } = await slipway(['graph']);
    expect(err).toMatch(/^error: this is a bug in Slipway: no such thing\n {2}fix: report it/);
    expect(err).toMatch(
      /version: \d+\.\d+\.\d+\n {2}node: v\d+[\s\S]*command: graph\nTypeError: no such thing\n {4}at /,
    );
    expect([code, out]).toEqual([70, '']);
  });

  it('is one JSON document with --json', async () => {
    const { code, document, err } = await slipwayJson<{ stack: string }>(['graph']);
    expect(document).toMatchObject({ command: 'graph', ok: false, problems: [{ code: 'bug' }] });
    expect(document.result.stack).toMatch(/^TypeError/);
    expect([code, err]).toEqual([70, '']);
  });

  it('is the only thing that prints a stack', async () => {
    const runs = [['check', '-f', '/nowhere'], ['nothing'], ['synth', 'nothing', '-f', described()]];
    for (const argv of runs) expect((await slipway(argv)).err).not.toMatch(/^ {4}at /m);
  });
});
