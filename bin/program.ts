import { Argument, Command, Option } from 'commander';
import { type ArgumentEntry, type CommandEntry, commands, globalOptions, type OptionEntry } from './commands';
import type { Io } from './io';
import type { Options } from './options';
import { colours, type Settings } from './report';
import { version } from './version';

/** Called once with the command that was asked for. */
export type Action = (name: string, args: readonly string[], options: Options, settings: Settings) => Promise<void>;

/** The command line as commander knows it. Errors are thrown; what they say on stderr goes to `complain`. */
export function program(io: Io, color: boolean, complain: (text: string) => void, action: Action): Command {
  const root = new Command('slipway')
    .description('Takes a set of containerised services from one description to running infrastructure.')
    .version(`slipway ${version()}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (text) => `\u001b[1m${text}\u001b[22m`,
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: complain,
      getOutHasColors: () => colours(io.stdout, io.env, color),
      getErrHasColors: () => false,
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => 100,
    })
    .exitOverride()
    .addHelpText('after', '\nStart with:\n  $ slipway check && slipway synth');
  for (const entry of globalOptions) root.addOption(option(entry));
  for (const entry of commands) root.addCommand(command(root, entry, action));
  return root;
}

function command(root: Command, entry: CommandEntry, action: Action): Command {
  const made = new Command(entry.name)
    .copyInheritedSettings(root)
    .description(entry.summary)
    .allowExcessArguments(false)
    .addHelpText('after', `\nExample:\n  $ ${entry.example}`);
  if (entry.argument !== undefined) made.addArgument(argument(entry.argument));
  for (const each of entry.options) made.addOption(option(each));
  return made.action(async () => {
    const settings = root.opts<Settings>();
    await action(
      entry.name,
      made.args,
      { file: '', out: '', check: false, ...made.opts<Partial<Options>>() },
      settings,
    );
  });
}

function argument({ name, description, choices }: ArgumentEntry): Argument {
  const made = new Argument(name, description);
  return choices === undefined ? made : made.choices(choices);
}

function option(entry: OptionEntry): Option {
  const made = new Option(entry.flags, entry.description);
  if (entry.default !== undefined) made.default(entry.default);
  return entry.choices === undefined ? made : made.choices(entry.choices);
}
