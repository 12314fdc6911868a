import type { Problem } from '../platform/index';
import { type Exit, exit, type Failure } from './exit';
import type { Io } from './io';
import type { Report } from './report';

/** A problem, and which of the environments that were looked at have it; empty where all do. */
export type Found = Problem & { readonly environments: readonly string[] };

/** What a command has to say at its end. It is printed as text or, with `--json`, as one document. */
export interface Outcome {
  readonly exit: Exit;
  /** The one environment that was asked for; null: all, or none. */
  readonly environment: string | null;
  readonly problems: readonly Found[];
  /** What is no reason to refuse the description. Left out: none. */
  readonly warnings?: readonly Found[];
  /** For `--json`; plain data. */
  readonly result: unknown;
  /** For stdout. */
  readonly text: string;
  /** For stderr, after the text; not when quiet. */
  readonly note?: string;
  /** Whether `text`, or something before, shows the problems. */
  readonly shown: boolean;
}

/** What a command gets besides its own arguments and options. */
export interface Run {
  readonly io: Io;
  readonly report: Report;
}

/** The description is not fit for what was asked. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly environment: string | null,
    readonly problems: readonly Found[],
    readonly warnings: readonly Found[] = [],
  ) {
    super(`${problems.length} problems`);
  }
}

/** A run that ended well. */
export function done(environment: string | null, result: unknown, text: string): Outcome {
  return { exit: exit.done, environment, problems: [], result, text, shown: false };
}

/** A failure as a problem, for `--json`. It has no place in a file: line and column are 0. */
export function failureProblem({ code, message, fix }: Failure): Found {
  return { code, file: '', line: 0, column: 0, field: '', value: '', rule: message, fix, environments: [] };
}
