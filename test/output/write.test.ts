import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compareFiles, type Files, ForeignFile, manifestName, writeFiles } from '../../output/index';

let folder: string;
let root: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'slipway-write-'));
  root = join(folder, 'dist');
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const files = (entries: Record<string, string>): Files => new Map(Object.entries(entries));
const scope = { owned: ['dev', 'prod'] };
const run = (entries: Record<string, string>, owned = scope.owned) => writeFiles(root, files(entries), { owned });

/** Every file below a folder with its text, every link with its target, and empty folders. */
function snapshot(of = folder, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(join(of, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isSymbolicLink()) found[path] = `-> ${fs.readlinkSync(join(of, path))}`;
    else if (entry.isFile()) found[path] = fs.readFileSync(join(of, path), 'utf8');
    else {
      const inside = snapshot(of, path);
      if (Object.keys(inside).length === 0) found[`${path}/`] = '';
      Object.assign(found, inside);
    }
  }
  return found;
}

/** Without the list of files. */
function written(): Record<string, string> {
  const { [manifestName]: _, ...rest } = snapshot(root);
  return rest;
}

function put(path: string, text: string): void {
  fs.mkdirSync(join(root, path, '..'), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

describe('writing', () => {
  it('makes the folders and files, and leaves nothing beside them', async () => {
    const result = await run({ 'dev/k8s/a.yaml': 'a\n', 'dev/b.yaml': 'b\n' });
    expect(result).toEqual({ written: ['dev/b.yaml', 'dev/k8s/a.yaml'], unchanged: [], removed: [], edited: [] });
    expect(written()).toEqual({ 'dev/k8s/a.yaml': 'a\n', 'dev/b.yaml': 'b\n' });
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('makes the folders above the root too', async () => {
    root = join(folder, 'build', 'out', 'dist');
    await run({ 'dev/a': 'a' });
    expect(written()).toEqual({ 'dev/a': 'a' });
    expect(fs.readdirSync(folder)).toEqual(['build']);
  });

  it('lists what it wrote with SHA-256', async () => {
    await run({ 'dev/a': 'abc' });
    expect(JSON.parse(fs.readFileSync(join(root, manifestName), 'utf8'))).toEqual({
      version: 1,
      files: { 'dev/a': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    });
  });

  it('touches nothing when nothing changed', async () => {
    await run({ 'dev/a': 'a', 'dev/b': 'b' });
    const before = fs.statSync(join(root, manifestName)).mtimeMs;
    const move = jest.spyOn(fs, 'renameSync');
    const make = jest.spyOn(fs, 'mkdtempSync');
    expect(await run({ 'dev/a': 'a', 'dev/b': 'b' })).toEqual({
      written: [],
      unchanged: ['dev/a', 'dev/b'],
      removed: [],
      edited: [],
    });
    expect(move).not.toHaveBeenCalled();
    expect(make).not.toHaveBeenCalled();
    expect(fs.statSync(join(root, manifestName)).mtimeMs).toBe(before);
  });

  it('replaces what changed and keeps the rest', async () => {
    await run({ 'dev/a': 'a', 'dev/b': 'b' });
    expect(await run({ 'dev/a': 'a', 'dev/b': 'c', 'dev/d': 'd' })).toMatchObject({
      written: ['dev/b', 'dev/d'],
      unchanged: ['dev/a'],
      edited: [],
    });
    expect(written()).toEqual({ 'dev/a': 'a', 'dev/b': 'c', 'dev/d': 'd' });
  });

  it('removes what it wrote and no longer makes, with folders that are empty then', async () => {
    await run({ 'dev/k8s/old/a': 'a', 'dev/k8s/b': 'b', 'prod/c': 'c' });
    put('dev/k8s/notes.txt', 'mine');
    expect(await run({ 'dev/d': 'd' })).toMatchObject({ removed: ['dev/k8s/b', 'dev/k8s/old/a', 'prod/c'] });
    expect(written()).toEqual({ 'dev/d': 'd', 'dev/k8s/notes.txt': 'mine' });
  });

  it('removes only within the folders that the run is the whole truth for', async () => {
    await run({ 'dev/a': 'a', 'prod/b': 'b', 'production/c': 'c' }, ['dev', 'prod', 'production']);
    expect(await run({ 'dev/d': 'd' }, ['dev'])).toMatchObject({ removed: ['dev/a'] });
    expect(await run({ 'prod/e': 'e' }, ['prod'])).toMatchObject({ removed: ['prod/b'] });
    expect(written()).toEqual({ 'dev/d': 'd', 'prod/e': 'e', 'production/c': 'c' });
    expect(await run({}, ['dev', 'prod', 'production'])).toMatchObject({
      removed: ['dev/d', 'prod/e', 'production/c'],
    });
  });

  it('replaces a generated file that somebody edited, and says so', async () => {
    await run({ 'dev/a': 'a', 'dev/b': 'b', 'dev/c': 'c' });
    put('dev/a', 'edited');
    put('dev/c', 'edited');
    const result = await run({ 'dev/a': 'a', 'dev/b': 'b2' });
    expect(result).toEqual({
      written: ['dev/a', 'dev/b'],
      unchanged: [],
      removed: ['dev/c'],
      edited: ['dev/a', 'dev/c'],
    });
    expect(written()).toEqual({ 'dev/a': 'a', 'dev/b': 'b2' });
  });

  it('takes a file over that is the same already, as in a clone without the list', async () => {
    put('dev/a', 'a');
    expect(await run({ 'dev/a': 'a' })).toMatchObject({ unchanged: ['dev/a'] });
    expect(await run({ 'dev/a': 'b' })).toMatchObject({ written: ['dev/a'] });
  });

  it('puts a file where a folder of its files was, and a folder where its file was', async () => {
    await run({ 'dev/a/b': '1', 'dev/c': '2' });
    await run({ 'dev/a': '3', 'dev/c/d': '4' });
    expect(written()).toEqual({ 'dev/a': '3', 'dev/c/d': '4' });
  });

  it('puts a file where empty folders were', async () => {
    fs.mkdirSync(join(root, 'dev/a/b/c'), { recursive: true });
    await run({ 'dev/a': '1' });
    expect(written()).toEqual({ 'dev/a': '1' });
  });

  it('follows a link to the root', async () => {
    fs.mkdirSync(join(folder, 'elsewhere'));
    fs.symlinkSync(join(folder, 'elsewhere'), root);
    await run({ 'dev/a': 'a' });
    expect(snapshot(join(folder, 'elsewhere'))).toMatchObject({ 'dev/a': 'a' });
  });

  it.each(['../outside', '/etc/passwd', 'dev/../../outside'])(
    'never removes %s, whatever the list says',
    async (path) => {
      fs.writeFileSync(join(folder, 'outside'), 'mine');
      put(manifestName, JSON.stringify({ version: 1, files: { [path]: 'x' } }));
      expect(await run({ 'dev/a': 'a' }, [''])).toMatchObject({ removed: [] });
      expect(fs.readFileSync(join(folder, 'outside'), 'utf8')).toBe('mine');
    },
  );
});

describe('a file that Slipway did not write', () => {
  const refusal = async (entries: Record<string, string>) => {
    const before = snapshot();
    const error = await run(entries).catch((thrown: unknown) => thrown);
    expect(snapshot()).toEqual(before);
    return error instanceof ForeignFile ? error.paths.map((path) => path.slice(root.length + 1)) : error;
  };

  it('refuses to replace it, names each, and changes nothing', async () => {
    put('dev/b', 'mine');
    put('dev/c', 'mine');
    expect(await refusal({ 'dev/a': 'a', 'dev/b': 'b', 'dev/c': 'c' })).toEqual(['dev/b', 'dev/c']);
  });

  it('refuses to replace a folder', async () => {
    put('dev/a/mine', 'mine');
    expect(await refusal({ 'dev/a': 'a' })).toEqual(['dev/a']);
  });

  it('refuses to replace a folder of its own files with one of the user among them', async () => {
    await run({ 'dev/a/b': 'b' });
    put('dev/a/mine', 'mine');
    expect(await refusal({ 'dev/a': 'a' })).toEqual(['dev/a']);
  });

  it('refuses to write below a file', async () => {
    put('dev/a', 'mine');
    expect(await refusal({ 'dev/a/b': 'b', 'dev/a/c': 'c' })).toEqual(['dev/a']);
  });

  it('refuses to write through a link, which may lead out of the root', async () => {
    fs.mkdirSync(join(folder, 'elsewhere'));
    fs.mkdirSync(root);
    fs.symlinkSync(join(folder, 'elsewhere'), join(root, 'dev'));
    expect(await refusal({ 'dev/a': 'a' })).toEqual(['dev']);
  });

  it('refuses a root that is a file', async () => {
    fs.writeFileSync(root, 'mine');
    expect(await refusal({ 'dev/a': 'a' })).toEqual(['']);
  });

  it.each(['{', '[]', '{"files":[1]}', '{"files":null}'])(
    'refuses it too when the list is damaged: %s',
    async (list) => {
      await run({ 'dev/a': 'a' });
      put(manifestName, list);
      expect(await refusal({ 'dev/a': 'b' })).toEqual(['dev/a']);
    },
  );

  it('says in the error what stands in the way', () => {
    expect(new ForeignFile(['dist/a']).message).toBe('dist/a was not written by Slipway, so it is not replaced');
    expect(new ForeignFile(['a', 'b']).message).toBe('a, b were not written by Slipway, so they are not replaced');
  });
});

describe('a run that fails', () => {
  const before = { 'dev/k8s/a': '1', 'dev/k8s/b': '1', 'dev/gone/c': '1', 'dev/swap/d': '1', 'dev/e': '1' };
  const after = {
    'dev/k8s/a': '2',
    'dev/k8s/b': '1',
    'dev/k8s/f': '2',
    'new/g/h': '2',
    'dev/swap': '2',
    'dev/e/i': '2',
  };

  /** Fails the given call of a function of the file system, as a full disk or a folder without rights does. */
  function failAt(name: 'renameSync' | 'writeFileSync' | 'mkdirSync' | 'rmdirSync', call: number): void {
    const real = fs[name] as (...given: unknown[]) => unknown;
    let calls = 0;
    jest.spyOn(fs, name).mockImplementation(((...given: unknown[]) => {
      calls += 1;
      if (calls === call)
        throw Object.assign(new Error(`ENOSPC: no space left on device (${name})`), { code: 'ENOSPC' });
      return real(...given);
    }) as never);
  }

  it.each(['renameSync', 'writeFileSync', 'mkdirSync', 'rmdirSync'] as const)(
    'leaves everything as it was, whichever call of %s fails',
    async (name) => {
      let failures = 0;
      for (let call = 1; call < 100; call++) {
        fs.rmSync(root, { recursive: true, force: true });
        await run(before);
        put('dev/k8s/mine', 'mine');
        const earlier = snapshot();
        failAt(name, call);
        const error = await run(after).catch((thrown: unknown) => thrown);
        jest.restoreAllMocks();
        if (!(error instanceof Error)) break;
        expect(error.message).toContain('ENOSPC');
        expect(snapshot()).toEqual(earlier);
        failures += 1;
      }
      expect(failures).toBeGreaterThanOrEqual(2);
      expect(written()).toEqual({ ...after, 'dev/k8s/mine': 'mine' });
    },
  );

  it('leaves no folder behind when there was none', async () => {
    failAt('renameSync', 2);
    await expect(run(after)).rejects.toThrow('ENOSPC');
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('says where the earlier files are when they cannot be put back', async () => {
    await run(before);
    const real = fs.renameSync;
    let calls = 0;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      calls += 1;
      if (calls > 4) throw new Error('EIO: i/o error');
      real(from, to);
    });
    const error = (await run(after).catch((thrown: unknown) => thrown)) as Error;
    jest.restoreAllMocks();
    const [, place] = /look for them in (.*)$/.exec(error.message) ?? [];
    expect(Object.keys(snapshot(place)).some((path) => path.endsWith('dev/gone/c'))).toBe(true);
  });

  it('knows its files again after it was killed, wherever that was', async () => {
    let kills = 0;
    for (let moves = 0; moves < 100; moves++) {
      fs.rmSync(root, { recursive: true, force: true });
      await run(before);
      const real = fs.renameSync;
      let calls = 0;
      const gone = () => {
        throw new Error('killed');
      };
      jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
        if (calls === moves) {
          // From here on nothing is done any more, so nothing is put back.
          for (const name of ['renameSync', 'mkdirSync', 'rmdirSync', 'rmSync'] as const)
            jest.spyOn(fs, name).mockImplementation(gone);
          gone();
        }
        calls += 1;
        real(from, to);
      });
      const error = await run(after).catch((thrown: unknown) => thrown);
      jest.restoreAllMocks();
      if (!(error instanceof Error)) break;
      kills += 1;
      await run({ ...after, 'dev/k8s/f': '3' });
      const { 'dev/gone/': _, ...rest } = written();
      expect(rest).toEqual({ ...after, 'dev/k8s/f': '3' });
    }
    expect(kills).toBeGreaterThan(10);
  });
});

describe('comparing', () => {
  it('finds nothing after a run', async () => {
    await run({ 'dev/a': 'a' });
    put('dev/mine', 'mine');
    expect(await compareFiles(root, files({ 'dev/a': 'a' }), scope)).toEqual({ missing: [], different: [], extra: [] });
  });

  it('finds what is missing, different and no longer made, and changes nothing', async () => {
    await run({ 'dev/a': 'a', 'dev/b': 'b', 'dev/c': 'c', 'dev/d': 'd' });
    put('dev/a', 'edited');
    fs.rmSync(join(root, 'dev/b'));
    const before = snapshot();
    const made = files({ 'dev/a': 'a', 'dev/b': 'b', 'dev/c': 'c2', 'dev/e': 'e' });
    expect(await compareFiles(root, made, scope)).toEqual({
      missing: ['dev/b', 'dev/e'],
      different: ['dev/a', 'dev/c'],
      extra: ['dev/d'],
    });
    expect(snapshot()).toEqual(before);
  });

  it('finds files and folders of others in the way', async () => {
    put('dev/a/mine', 'mine');
    put('dev/b', 'mine');
    expect(await compareFiles(root, files({ 'dev/a': 'a', 'dev/b': 'b' }), scope)).toMatchObject({
      different: ['dev/a', 'dev/b'],
    });
  });

  it('finds every file missing where there is no folder', async () => {
    expect(await compareFiles(root, files({ 'dev/a': 'a' }), scope)).toEqual({
      missing: ['dev/a'],
      different: [],
      extra: [],
    });
    expect(fs.existsSync(root)).toBe(false);
  });

  it('predicts what a run does, and a run leaves no difference, for any two sets of files', async () => {
    const step = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => ['dev', ...steps].join('/'));
    const set = fc.dictionary(path, fc.constantFrom('1', '2'), { maxKeys: 5 }).map((entries) => {
      const paths = Object.keys(entries);
      return Object.fromEntries(
        Object.entries(entries).filter(([each]) => !paths.some((other) => other.startsWith(`${each}/`))),
      );
    });
    await fc.assert(
      fc.asyncProperty(set, set, async (one, other) => {
        fs.rmSync(root, { recursive: true, force: true });
        await run(one);
        const { missing, different, extra } = await compareFiles(root, files(other), scope);
        const result = await run(other);
        expect(result.written).toEqual([...missing, ...different].sort());
        expect(result.removed).toEqual(extra);
        expect(result.edited).toEqual([]);
        expect(fs.existsSync(root) ? written() : {}).toEqual(other);
        expect(await compareFiles(root, files(other), scope)).toEqual({ missing: [], different: [], extra: [] });
      }),
      { numRuns: 40 },
    );
  });
});
