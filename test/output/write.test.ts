import fs from 'node:fs';
import { join } from 'node:path';
import { ForeignFile, manifestName } from '../../output/index';
import { folder, moveRoot, put, root, run, snapshot, written } from './own-folder';

describe('writing', () => {
  it('makes the folders and files, and leaves nothing beside them', async () => {
    const result = await run({ 'dev/k8s/a.yaml': 'a\n', 'dev/b.yaml': 'b\n' });
    expect(result).toEqual({ written: ['dev/b.yaml', 'dev/k8s/a.yaml'], unchanged: [], removed: [], edited: [] });
    expect(written()).toEqual({ 'dev/k8s/a.yaml': 'a\n', 'dev/b.yaml': 'b\n' });
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('makes the folders above the root too', async () => {
    moveRoot('build', 'out', 'dist');
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
