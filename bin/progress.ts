import type { Sink } from './io';

/** Says on stderr what a long run is doing. */
export interface Progress {
  /** `at` of `total`, from 1. */
  step(text: string, at: number, total: number): void;
  /** Takes the line away, before other text is written. */
  clear(): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Back to the start of the line, and erase it: ECMA-48, EL. */
const erase = '\r\u001b[K';

/** One line that changes on a terminal, a line for each step elsewhere, nothing when `quiet`. */
export function progress(sink: Sink, quiet: boolean): Progress {
  if (quiet) return { step: () => undefined, clear: () => undefined };
  return sink.isTTY === true ? changingLine(sink) : plainLines(sink);
}

function changingLine(sink: Sink): Progress {
  let shown = false;
  // A pseudo-terminal that nobody sized says 0.
  const width = (sink.columns || 80) - 1;
  return {
    step(text, at, total) {
      const frame = frames[at % frames.length] ?? '';
      sink.write(`${erase}${[...`${frame} ${text} (${at} of ${total})`].slice(0, width).join('')}`);
      shown = true;
    },
    clear() {
      if (shown) sink.write(erase);
      shown = false;
    },
  };
}

function plainLines(sink: Sink): Progress {
  return { step: (text) => sink.write(`${text}\n`), clear: () => undefined };
}

/** Lets signals and drawing have their turn between two steps that keep the processor. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
