import fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { compareFiles } from '../../output/index';
import { files, folder, put, root, run, scope, snapshot, written } from './own-folder';

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
