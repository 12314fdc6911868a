import { exit, Failure } from '../exit';
import type { Io } from '../io';

/** The value that stands on standard input, without the line end after it. Never asks for it. */
export async function readValue(stdin: Io['stdin']): Promise<string> {
  if (stdin.isTTY === true) {
    throw new Failure(
      exit.usage,
      'no-value',
      'the value is read from standard input',
      'give it with `< file`, or from another program',
    );
  }
  let text = '';
  stdin.setEncoding('utf8');
  for await (const part of stdin) text += String(part);
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new Failure(exit.usage, 'no-value', 'the value on standard input is empty');
  return value;
}
