import { commands, globalOptions } from '../commands';
import { bash } from '../completion/bash';
import { fish } from '../completion/fish';
import { zsh } from '../completion/zsh';
import { done, type Outcome, type Run } from '../outcome';

const scripts = { bash, zsh, fish } as const;

/** A completion script for a shell, made from the table of commands. */
export function completion(_run: Run, [shell = '']: readonly string[]): Outcome {
  const script = scripts[shell as keyof typeof scripts](commands, globalOptions);
  return done(null, { shell, script }, script);
}
