import type { CommandEntry, OptionEntry } from '../commands';
import { argumentWords, environmentNames, type Flag, flag, plain } from './words';

/** For zsh with compinit: a file named `_slipway` in a folder of `$fpath`. */
export function zsh(commands: readonly CommandEntry[], globals: readonly OptionEntry[]): string {
  const common = globals.map(flag).flatMap(specs);
  const cases = commands.map((entry) => {
    const words = ['_arguments $common', ...entry.options.map(flag).flatMap(specs), ...argument(entry)];
    return [`        ${entry.name})`, `          ${words.join(' \\\n            ')}`, '          ;;'].join('\n');
  });
  return `#compdef slipway
_slipway_environments() {
  local -a names
  names=(\${(f)"$(${environmentNames})"})
  compadd -a names
}

_slipway() {
  local curcontext="$curcontext" state line
  local -a common commands
  common=(
${common.map((line) => `    ${line}`).join('\n')}
    '--help[print help]'
  )
  commands=(
${commands.map(({ name, summary }) => `    '${name}:${plain(summary)}'`).join('\n')}
    'help:print help for a command'
  )
  _arguments -C $common '--version[print the version]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
${cases.join('\n')}
        help) _describe command commands ;;
      esac
      ;;
  esac
}

if [ "$funcstack[1]" = _slipway ]; then _slipway "$@"; else compdef _slipway slipway; fi
`;
}

function specs({ short, long, takesValue, description, choices, completes }: Flag): string[] {
  const action = {
    environment: '_slipway_environments',
    file: '_files',
    folder: '_files -/',
    none: choices.length > 0 ? `(${choices.join(' ')})` : '',
  }[completes ?? 'none'];
  const value = takesValue ? `:value:${action}` : '';
  const text = `[${description}]${value}`;
  return short === '' ? [`'${long}${text}'`] : [`'(${short} ${long})'{${short},${long}}'${text}'`];
}

function argument(entry: CommandEntry): string[] {
  const { words, environments } = argumentWords(entry);
  if (environments) return [`'1:environment:_slipway_environments'`];
  return words.length > 0 ? [`'*:argument:(${words.join(' ')})'`] : [];
}
