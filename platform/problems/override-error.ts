import type { Overrides } from '../model/platform';

/** An override whose target or path does not exist in what was rendered. The command line turns it into a Problem. */
export class OverrideError extends Error {
  constructor(
    readonly output: keyof Overrides,
    /** Place in the list of that output. */
    readonly index: number,
    readonly reason: string,
    /** Whose list, where an output is made of several environments; '' where there is one. */
    readonly environment = '',
  ) {
    super(`overrides.${output}[${index}]: ${reason}`);
    this.name = 'OverrideError';
  }
}
