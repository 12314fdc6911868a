import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exit, Failure } from '../exit';
import type { Io } from '../io';

/** Refuses a file that git tracks, or would offer to track. Outside a repository there is nothing to refuse. */
export function refuseTracked(folder: string, path: string, env: Io['env']): void {
  if (!inRepository(folder)) return;
  if (git(folder, ['ls-files', '--error-unmatch', '--', path], env) === 0) {
    const fix = `git rm --cached ${path}, and make new values: the old ones are in the history`;
    throw new Failure(exit.failed, 'tracked-secret', `git tracks ${path}, so its values would be published`, fix);
  }
  const ignored = git(folder, ['check-ignore', '--quiet', '--', path], env);
  if (ignored === 0) return;
  throw new Failure(
    exit.failed,
    'secret-not-ignored',
    `git does not ignore ${path}`,
    `add the line /${dirname(path)}/ to .gitignore in ${folder}`,
  );
}

function inRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  return dirname(folder) !== folder && inRepository(dirname(folder));
}

/** 0: yes, 1: no. */
function git(folder: string, args: readonly string[], env: Io['env']): 0 | 1 {
  const { error, status, stderr } = spawnSync('git', args, {
    cwd: folder,
    env: { ...env, LC_ALL: 'C' },
    encoding: 'utf8',
  });
  if (error !== undefined) {
    throw new Failure(
      exit.missing,
      'missing-git',
      `${folder} is in a git repository, but git does not run here`,
      'install git, so that it can say whether the file is ignored',
    );
  }
  if (status === 0 || status === 1) return status;
  throw new Failure(exit.tool, 'git-failed', `git ${args[0]} failed: ${stderr.trim()}`);
}
