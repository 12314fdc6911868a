/** Where text goes: the part of a stream that the program uses. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
}

/** What the program knows of the process around it. Tests pass their own. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The process that this is. A reader that goes away (`slipway graph | head`) is no failure: what is written after that is
 * dropped, and the exit code stays what it would have been.
 */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const { stdout, stderr, env } = process;
  return {
    // Opened where it is asked for: one command reads it, and a stream costs milliseconds.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    env,
  };
}
