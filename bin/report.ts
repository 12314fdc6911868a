import { styleText } from 'node:util';
import type { Io, Sink } from './io';
import { type Progress, progress } from './progress';

/** What `styleText` knows: 'red', 'bold'. */
export type Style = Parameters<typeof styleText>[0];
/** Puts a style around a text, or nothing where colours are off. */
export type Paint = (style: Style, text: string) => string;

/** What the user asked of every command. */
export interface Settings {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
}

/** Where a run says things: the result on stdout, everything else on stderr. */
export interface Report {
  readonly settings: Settings;
  /** For text that goes to stdout. */
  readonly paint: Paint;
  readonly progress: Progress;
  result(text: string): void;
  /** For the user; not when quiet. */
  note(text: string): void;
  /** Only when verbose. */
  detail(text: string): void;
  /** Always. */
  error(text: string): void;
  /** For text that goes to stderr. */
  readonly paintError: Paint;
}

export function report(io: Io, settings: Settings): Report {
  const line = progress(io.stderr, settings.quiet);
  const write = (sink: Sink, text: string) => {
    line.clear();
    if (text !== '') sink.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  return {
    settings,
    paint: painter(colours(io.stdout, io.env, settings.color)),
    paintError: painter(colours(io.stderr, io.env, settings.color)),
    progress: line,
    result: (text) => write(io.stdout, text),
    note: (text) => settings.quiet || write(io.stderr, text),
    detail: (text) => settings.verbose && write(io.stderr, text),
    error: (text) => write(io.stderr, text),
  };
}

/** Whether text may be coloured: https://no-color.org, https://force-color.org, and terminals that say they cannot. */
export function colours(sink: Sink, env: Io['env'], wanted: boolean): boolean {
  if (!wanted || (env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return sink.isTTY === true && env['TERM'] !== 'dumb';
}

function painter(on: boolean): Paint {
  return (style, text) => (on ? styleText(style, text, { validateStream: false }) : text);
}
