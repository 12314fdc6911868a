import { exit } from './exit';

let busy = false;
let asked = false;

/** Ends the process on SIGINT with its own code: at once, or when the work that must not be cut in half is done. */
export function endOnInterrupt(): void {
  process.on('SIGINT', () => {
    asked = true;
    if (!busy) end();
  });
}

/** Runs work that an interruption waits for. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  busy = true;
  try {
    return await work();
  } finally {
    busy = false;
    if (asked) end();
  }
}

function end(): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}interrupted\n`);
  process.exit(exit.interrupted);
}
