import { CommanderError } from 'commander';
import { commands } from './commands';
import { bug, dispatch, failed, print } from './dispatch';
import { exit, Failure } from './exit';
import type { Io } from './io';
import { program } from './program';
import { type Report, report, type Settings } from './report';

/** Runs the command line; gives the code to exit with. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const given = unparsed(argv);
  let complaint = '';
  let code: number = exit.done;
  const complain = (text: string) => {
    complaint += text;
  };
  const root = program(io, given.color, complain, async (name, args, options, settings) => {
    code = await dispatch(name, args, options, report(io, settings), io);
  });
  try {
    await root.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const out = report(io, given);
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : misused(argv, complaint, out);
    const outcome = bug(error, '', out);
    await print('', outcome, out);
    return outcome.exit;
  }
}

/** What the command line asks of every command, for what goes wrong before it is parsed. */
function unparsed(argv: readonly string[]): Settings {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  return {
    json: words.includes('--json'),
    quiet: words.includes('-q') || words.includes('--quiet'),
    verbose: words.includes('-v') || words.includes('--verbose'),
    color: !words.includes('--no-color'),
  };
}

/** Wrong usage: what commander says, or the help where no command was given. */
async function misused(argv: readonly string[], complaint: string, out: Report): Promise<number> {
  const name = argv.find((word) => commands.some((each) => each.name === word)) ?? '';
  const prefix = 'error: ';
  const said = complaint.startsWith(prefix);
  if (!said && !out.settings.json) {
    out.error(complaint);
    return exit.usage;
  }
  const message = said
    ? complaint
        .slice(prefix.length)
        .trim()
        .replaceAll(/\s*\n\s*/g, ' ')
    : 'no command was given';
  const failure = new Failure(
    exit.usage,
    'wrong-usage',
    message,
    `run \`slipway ${name === '' ? '' : `${name} `}--help\``,
  );
  await print(name, failed(failure, out), out);
  return exit.usage;
}
