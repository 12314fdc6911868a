import type { CommandEntry, OptionEntry } from '../commands';
import { outputs } from '../options';

/** `-f`, `--file`, and whether a value follows. */
export interface Flag {
  readonly short: string;
  readonly long: string;
  readonly takesValue: boolean;
  readonly description: string;
  readonly choices: readonly string[];
  readonly completes: OptionEntry['completes'];
}

/** The parts of `-f, --file <path>`. */
export function flag({ flags, description, choices, completes }: OptionEntry): Flag {
  const words = flags.split(/[ ,]+/);
  return {
    short: words.find((word) => /^-[^-]/.test(word)) ?? '',
    long: words.find((word) => word.startsWith('--')) ?? '',
    takesValue: flags.includes('<'),
    description: plain(description),
    choices: choices ?? [],
    completes,
  };
}

/** What may stand as a command's argument; `environments` are read from the description when the shell asks. */
export function argumentWords({ argument }: CommandEntry): { words: readonly string[]; environments: boolean } {
  const words = argument?.completes === 'output' ? outputs : (argument?.choices ?? []);
  return { words, environments: argument?.completes === 'environment' };
}

/** Without characters that a shell or a completion reads. */
export function plain(text: string): string {
  return text.replaceAll(/['"`\\$[\]:]/g, '').replaceAll(/\s+/g, ' ');
}

/** Every shell asks often: the names are read from the text, without starting the program. */
export const environmentNames =
  "sed -n '/^environments:/,/^[^ #]/s/^  \\([a-z][a-z0-9-]*\\):.*/\\1/p' platform.yaml 2>/dev/null";
