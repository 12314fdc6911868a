import { exit } from './exit';

let busy = false;
let asked = false;
let stop: AbortController | null = null;

/** What else asks for a stop in good order. */
const others = ['SIGTERM', 'SIGHUP'] as const;

/** Ends the process on SIGINT with its own code: at once, or when the work that must not be cut in half is done. */
export function endOnInterrupt(): void {
  process.on('SIGINT', () => {
    if (stop !== null && !stop.signal.aborted) {
      stop.abort();
      return;
    }
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

/**
 * Runs work that takes its time to stop in good order: the signal is aborted on the first SIGINT, on SIGTERM, and on SIGHUP,
 * which a closed terminal sends. A second SIGINT ends the process at once.
 */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const abort = () => own.abort();
  stop = own;
  for (const name of others) process.on(name, abort);
  try {
    return await work(own.signal);
  } finally {
    for (const name of others) process.off(name, abort);
    stop = null;
  }
}

function end(): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}interrupted\n`);
  process.exit(exit.interrupted);
}
