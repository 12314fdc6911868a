/** What a run ends with. */
export const exit = {
  done: 0,
  /** A check failed: a difference, a refusal. */
  failed: 1,
  /** Wrong usage of the command line. */
  usage: 2,
  /** The description is invalid. */
  invalid: 3,
  /** A prerequisite is missing on this machine. */
  missing: 4,
  /** A program that was called failed. */
  tool: 5,
  /** Our bug. */
  bug: 70,
  /** SIGINT. */
  interrupted: 130,
} as const;

export type Exit = (typeof exit)[keyof typeof exit];

/** The end of a run that has a reason which the user can mend. Anything else that is thrown is our bug. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exit: Exit,
    /** Stable and kebab-case. */
    readonly code: string,
    message: string,
    /** What to do, in the imperative; '' when the message says it. */
    readonly fix = '',
  ) {
    super(message);
  }
}
