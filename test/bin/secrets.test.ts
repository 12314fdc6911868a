import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { described, folder, slipway, slipwayJson, small, tree } from './support';

interface Result {
  file: string | null;
  made: string[];
  present: string[];
  toSet: (string | { name: string; command: string })[];
}

const vault = (file: string, name = 'local.env') => join(dirname(file), 'secrets', name);
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const values = (path: string) =>
  Object.fromEntries(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => line.split('=') as [string, string]),
  );

describe('slipway secrets on compose', () => {
  const file = described();

  it('makes what can be generated, and lists what the team must set', async () => {
    const { code, out, err } = await slipway(['secrets', 'local', '-f', file]);
    expect(Object.keys(values(vault(file)))).toEqual(['API_API_KEY', 'MAIN_ADMIN_PASSWORD', 'MAIN_API_PASSWORD']);
    const { API_API_KEY: open, ...made } = values(vault(file));
    for (const value of Object.values(made)) expect(value).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new Set(Object.values(made)).size).toBe(2);
    expect(open).toBe('');
    expect(out).toMatch(/secrets\/local\.env: 2 values made, 0 there already\n$/);
    expect(err).toMatch(
      /^to be set by you, in \S+local\.env, or: slipway secrets local --set API_API_KEY < [\s\S]*\n {2}API_API_KEY\n$/,
    );
    expect(code).toBe(0);
  });

  it('keeps the file and its folder to their owner', () => {
    expect([mode(vault(file)), mode(dirname(vault(file)))]).toEqual(['600', '700']);
  });

  it('changes no value and no line that is there', async () => {
    const before = readFileSync(vault(file), 'utf8');
    await slipway(['secrets', 'local', '-f', file]);
    expect(readFileSync(vault(file), 'utf8')).toBe(before);
    const other = '# mine\nMINE=1\nMAIN_API_PASSWORD=chosen\n';
    writeFileSync(vault(file), other);
    const { document } = await slipwayJson<Result>(['secrets', 'local', '-f', file]);
    expect(document.result).toMatchObject({
      made: ['MAIN_ADMIN_PASSWORD'],
      present: ['MAIN_API_PASSWORD'],
      toSet: ['API_API_KEY'],
    });
    expect(readFileSync(vault(file), 'utf8').startsWith(other)).toBe(true);
  });

  it('never shows a value', async () => {
    const { out, err } = await slipwayJson(['secrets', 'local', '-f', file, '-v']);
    for (const value of Object.values(values(vault(file))).filter((each) => each.length > 8))
      expect(out + err).not.toContain(value);
  });

  it('stores a value from standard input, as Compose reads it back', async () => {
    const { code } = await slipway(['secrets', 'local', '-f', file, '--set', 'API_API_KEY'], {
      stdin: 'p$ss "w" #1\n',
    });
    expect(code).toBe(0);
    expect(readFileSync(vault(file), 'utf8')).toContain(`API_API_KEY='p$ss "w" #1'\n`);
    const again = await slipwayJson<Result>(['secrets', 'local', '-f', file]);
    expect(again.document.result.toSet).toEqual([]);
  });

  it('refuses to replace a value', async () => {
    const before = readFileSync(vault(file), 'utf8');
    const { code, err } = await slipway(['secrets', 'local', '-f', file, '--set', 'API_API_KEY'], { stdin: 'other' });
    expect(err).toMatch(/API_API_KEY has a value already\n {2}fix: edit \S+local\.env to change it/);
    expect([code, readFileSync(vault(file), 'utf8')]).toEqual([1, before]);
  });

  it.each([
    [
      'an unknown name',
      ['--set', 'API_API_KY'],
      { stdin: 'x' },
      /there is no secret value "API_API_KY"\n {2}fix: did you mean "API_API_KEY"\?/,
    ],
    ['an empty value', ['--set', 'API_API_KEY'], { stdin: '\n' }, /the value on standard input is empty/],
    [
      'a terminal, since it never asks',
      ['--set', 'API_API_KEY'],
      { terminal: true, env: { NO_COLOR: '1' } },
      /the value is read from standard input/,
    ],
  ])('refuses %s', async (_case, argv, around, message) => {
    const { code, err } = await slipway(['secrets', 'local', '-f', described(), ...argv], around);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('the file of secret values', () => {
  it('is refused when it is a symbolic link', async () => {
    const file = described();
    mkdirSync(dirname(vault(file)));
    const elsewhere = join(folder({ 'target.env': '' }), 'target.env');
    symlinkSync(elsewhere, vault(file));
    const { code, err } = await slipway(['secrets', 'local', '-f', file]);
    expect(err).toMatch(/local\.env is a symbolic link\n {2}fix: move it away/);
    expect([code, readFileSync(elsewhere, 'utf8')]).toEqual([1, '']);
  });

  it('is refused in a folder that is a symbolic link', async () => {
    const file = described();
    const elsewhere = folder();
    symlinkSync(elsewhere, dirname(vault(file)));
    const { code, err } = await slipway(['secrets', 'local', '-f', file]);
    expect(err).toMatch(/secrets is a symbolic link/);
    expect([code, tree(elsewhere)]).toEqual([1, {}]);
  });

  it('is tightened when others could read it', async () => {
    const file = described(small, { 'secrets/local.env': 'MAIN_API_PASSWORD=old\n' });
    chmodSync(vault(file), 0o644);
    chmodSync(dirname(vault(file)), 0o777);
    const { code, err } = await slipway(['secrets', 'local', '-f', file]);
    expect(err).toMatch(/secrets could be written by others: it is yours alone now \(mode 0700\)\n/);
    expect(err).toMatch(/local\.env could be read by others: it is yours alone now \(mode 0600\)/);
    expect([code, mode(vault(file)), mode(dirname(vault(file)))]).toEqual([0, '600', '700']);
    expect(readFileSync(vault(file), 'utf8')).toMatch(/^MAIN_API_PASSWORD=old\n/);
  });

  it('leaves nothing beside it', async () => {
    const file = described();
    await slipway(['secrets', 'local', '-f', file]);
    expect(Object.keys(tree(dirname(vault(file))))).toEqual(['local.env']);
  });
});

describe('in a git repository, the file of secret values', () => {
  const repository = (files: Record<string, string> = {}) => {
    const file = described(small, files);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: dirname(file), stdio: 'ignore' });
    git('init');
    return { file, git };
  };

  it('is made when git ignores it', async () => {
    const { file } = repository({ '.gitignore': '/secrets/\n' });
    expect((await slipway(['secrets', 'local', '-f', file])).code).toBe(0);
  });

  it('is refused when git does not ignore it, with the line to add', async () => {
    const { file } = repository();
    const { code, err } = await slipway(['secrets', 'local', '-f', file]);
    expect(err).toMatch(
      /git does not ignore secrets\/local\.env\n {2}fix: add the line \/secrets\/ to \.gitignore in /,
    );
    expect([code, Object.keys(tree(dirname(file))).filter((path) => path.startsWith('secrets'))]).toEqual([1, []]);
  });

  it('is refused when git tracks it', async () => {
    const { file, git } = repository({ '.gitignore': '/secrets/\n', 'secrets/local.env': 'A=b\n' });
    git('add', '--force', 'secrets/local.env');
    const { code, err } = await slipway(['secrets', 'local', '-f', file]);
    expect(err).toMatch(/git tracks secrets\/local\.env, so its values would be published/);
    expect([code, readFileSync(vault(file), 'utf8')]).toEqual([1, 'A=b\n']);
  });

  it('is refused when git is not there to ask', async () => {
    const { file } = repository({ '.gitignore': '/secrets/\n' });
    const { code, err } = await slipway(['secrets', 'local', '-f', file], { env: { PATH: folder() } });
    expect(err).toMatch(/is in a git repository, but git does not run here/);
    expect(code).toBe(4);
  });
});

describe('slipway secrets on kubernetes', () => {
  const file = described();
  const secrets = () => parseAllDocuments(readFileSync(vault(file, 'edge.yaml'), 'utf8')).map((each) => each.toJS());

  it('makes one Secret for each name, and leaves out what the team must set', async () => {
    const { code, out } = await slipway(['secrets', 'edge', '-f', file]);
    expect(secrets()).toEqual([
      expect.objectContaining({
        kind: 'Secret',
        metadata: { name: 'api-api-key', namespace: 'small-edge' },
        stringData: {},
      }),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'main-admin', namespace: 'small-edge' },
        type: 'Opaque',
        stringData: { password: expect.stringMatching(/^\w{32}$/) },
      },
      expect.objectContaining({ metadata: { name: 'main-api', namespace: 'small-edge' } }),
    ]);
    expect(readFileSync(vault(file, 'edge.yaml'), 'utf8')).toContain('# To be set by you, under stringData: value');
    expect(out).toMatch(/edge\.yaml: 2 values made, 0 there already\n$/);
    expect([code, mode(vault(file, 'edge.yaml'))]).toEqual([0, '600']);
  });

  it('changes nothing the second time', async () => {
    const before = readFileSync(vault(file, 'edge.yaml'), 'utf8');
    await slipway(['secrets', 'edge', '-f', file]);
    expect(readFileSync(vault(file, 'edge.yaml'), 'utf8')).toBe(before);
  });

  it('adds a value to the Secret that is there, and keeps the others', async () => {
    const before = secrets();
    await slipway(['secrets', 'edge', '-f', file, '--set', 'API_API_KEY'], { stdin: '12345\n' });
    expect(secrets()).toEqual([{ ...before[0], stringData: { value: '12345' } }, before[1], before[2]]);
  });

  it('takes values that are there under data', async () => {
    const given = described(small, {
      'secrets/edge.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: main-api }\ndata: { password: c2VjcmV0 } # mine\n',
    });
    const { document } = await slipwayJson<Result>(['secrets', 'edge', '-f', given]);
    expect(document.result).toMatchObject({ made: ['MAIN_ADMIN_PASSWORD'], present: ['MAIN_API_PASSWORD'] });
    expect(readFileSync(vault(given, 'edge.yaml'), 'utf8')).toContain('c2VjcmV0 } # mine\n');
  });

  it('refuses a file that is no YAML, and leaves it as it was', async () => {
    const given = described(small, { 'secrets/edge.yaml': 'a: [\n' });
    const { code, err } = await slipway(['secrets', 'edge', '-f', given]);
    expect(err).toMatch(/edge\.yaml cannot be read as YAML/);
    expect([code, readFileSync(vault(given, 'edge.yaml'), 'utf8')]).toEqual([1, 'a: [\n']);
  });
});

describe('slipway secrets on AWS', () => {
  const text = small.replace(
    '  local:\n    runtime: compose',
    '  prod: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: small.example.com }',
  );

  it('makes nothing, and prints the commands for what the team must set', async () => {
    const file = described(text);
    const { code, out } = await slipway(['secrets', 'prod', '-f', file]);
    expect(out).toMatch(/^prod: AWS generates \d+ values, 1 to be set by you\n/);
    expect(out).toContain('aws secretsmanager put-secret-value --region eu-west-1 --secret-id small/prod/api-api-key');
    expect([code, Object.keys(tree(dirname(file)))]).toEqual([0, ['platform.yaml']]);
  });

  it('names the parameters and logins of external servers as the templates look them up', async () => {
    const external = text
      .replace('services:', 'services:\n  reader: { image: reader, consumes: [events.made] }')
      .replace('resources:', 'resources:\n  events: { kind: kafka, provider: external, topics: [made] }')
      .replace('kind: postgres,', 'kind: postgres, provider: external,');
    const { out, err } = await slipway(['secrets', 'prod', '-f', described(external)]);
    expect(out).toContain(
      'aws ssm put-parameter --region eu-west-1 --name /small/prod/events/addresses --type String --value <host:port,...>',
    );
    expect(out).toContain(
      'aws ssm put-parameter --region eu-west-1 --name /small/prod/main/host --type String --value <host>',
    );
    expect(out).toContain('--secret-id small/prod/main-api --secret-string file://value.json');
    expect(err).toBe('value.json: {"username": "...", "password": "..."}\n');
  });

  it('refuses to store a value in a file', async () => {
    const { code, err } = await slipway(['secrets', 'prod', '-f', described(text), '--set', 'API_API_KEY'], {
      stdin: 'x',
    });
    expect(err).toMatch(/the secret values of prod are kept by AWS, not in a file/);
    expect(code).toBe(2);
  });
});

describe('slipway secrets', () => {
  it('refuses an unknown environment, with the one that was meant', async () => {
    const { code, err } = await slipway(['secrets', 'lokal', '-f', described()]);
    expect(err).toMatch(/did you mean "local"\?/);
    expect(code).toBe(2);
  });

  it('says so when there is nothing to keep secret', async () => {
    const file = described(
      'platform: tiny\nservices: { web: { image: nginx } }\nenvironments: { local: { runtime: compose } }\n',
    );
    expect((await slipway(['secrets', 'local', '-f', file])).out).toBe('local needs no secret values\n');
    expect(Object.keys(tree(dirname(file)))).toEqual(['platform.yaml']);
  });
});
