import type { CommandEntry, OptionEntry } from '../commands';
import { argumentWords, environmentNames, type Flag, flag, plain } from './words';

/** For fish: a file named `slipway.fish` in `~/.config/fish/completions`. */
export function fish(commands: readonly CommandEntry[], globals: readonly OptionEntry[]): string {
  const lines = [
    '# fish completion for slipway',
    'function __slipway_environments',
    `    ${environmentNames}`,
    'end',
    'complete -c slipway -f',
    ...commands.map(
      ({ name, summary }) => `complete -c slipway -n __fish_use_subcommand -a ${name} -d '${plain(summary)}'`,
    ),
    "complete -c slipway -n __fish_use_subcommand -a help -d 'print help for a command'",
    "complete -c slipway -n __fish_use_subcommand -s V -l version -d 'print the version'",
    "complete -c slipway -s h -l help -d 'print help'",
    ...globals.map((entry) => `complete -c slipway ${option(flag(entry))}`),
  ];
  for (const entry of commands) {
    const scope = `complete -c slipway -n '__fish_seen_subcommand_from ${entry.name}'`;
    lines.push(...entry.options.map((each) => `${scope} ${option(flag(each))}`));
    const { words, environments } = argumentWords(entry);
    if (words.length > 0) lines.push(`${scope} -a '${words.join(' ')}'`);
    if (environments) lines.push(`${scope} -a '(__slipway_environments)'`);
  }
  return `${lines.join('\n')}\n`;
}

function option({ short, long, takesValue, description, choices, completes }: Flag): string {
  const parts = [short === '' ? '' : `-s ${short.slice(1)}`, `-l ${long.slice(2)}`];
  if (takesValue) parts.push('-x');
  if (completes === 'environment') parts.push("-a '(__slipway_environments)'");
  if (completes === 'file') parts.push("-a '(__fish_complete_path)'");
  if (completes === 'folder') parts.push("-a '(__fish_complete_directories)'");
  if (choices.length > 0) parts.push(`-a '${choices.join(' ')}'`);
  parts.push(`-d '${description}'`);
  return parts.filter((part) => part !== '').join(' ');
}
