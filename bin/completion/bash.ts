import type { CommandEntry, OptionEntry } from '../commands';
import { argumentWords, environmentNames, type Flag, flag } from './words';

/** For bash 4 and newer, without the bash-completion package. */
export function bash(commands: readonly CommandEntry[], globals: readonly OptionEntry[]): string {
  const common = globals.map(flag);
  const cases = commands.flatMap((entry) => {
    const flags = [...entry.options.map(flag), ...common];
    const { words, environments } = argumentWords(entry);
    return [
      `    ${entry.name})`,
      '      case "$previous" in',
      ...flags.filter(({ takesValue }) => takesValue).map(value),
      '      esac',
      `      words="${[...words, ...names(flags)].join(' ')}"`,
      ...(environments ? ['      words="$words $(_slipway_environments)"'] : []),
      '      ;;',
    ];
  });
  const all = [...commands.map(({ name }) => name), 'help', ...names(common), '--help', '--version'];
  return `# bash completion for slipway
_slipway_environments() {
  ${environmentNames}
}

_slipway() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) command=$word; break ;; esac
  done
  case "$command" in
${cases.join('\n')}
    help) words="${commands.map(({ name }) => name).join(' ')}" ;;
    *) words="${all.join(' ')}" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _slipway slipway
`;
}

function names(flags: readonly Flag[]): string[] {
  return flags.flatMap(({ short, long }) => [short, long].filter((name) => name !== ''));
}

function value({ short, long, choices, completes }: Flag): string {
  const pattern = [short, long].filter((name) => name !== '').join('|');
  const list = (command: string) => `mapfile -t COMPREPLY < <(${command} -- "$current"); return`;
  if (completes === 'environment') return `        ${pattern}) ${list('compgen -W "$(_slipway_environments)"')} ;;`;
  if (completes === 'file') return `        ${pattern}) ${list('compgen -f')} ;;`;
  if (completes === 'folder') return `        ${pattern}) ${list('compgen -d')} ;;`;
  return `        ${pattern}) ${choices.length > 0 ? list(`compgen -W "${choices.join(' ')}"`) : 'return'} ;;`;
}
