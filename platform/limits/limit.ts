import type { Platform, Runtime } from '../model/platform';

/**
 * Something that the description can say and an output cannot express. A renderer lists its limits in `limits.ts`,
 * which imports no SDK; `slipway check` reports each use as a Problem, and the support matrix is printed from the lists.
 */
export interface Limit {
  /** `unsupported` for a runtime, engine or provider as a whole; otherwise `unsupported-<feature>`. */
  readonly code: string;
  /** The field in the description: `services.*.volumes`. */
  readonly field: string;
  readonly runtimes: readonly Runtime[];
  /** Why the target cannot do it; completes the sentence "<field> ... cannot be honoured on <runtime>: ". */
  readonly reason: string;
  readonly fix: string;
  /** Whether an environment may live without it by listing the code under `accept`. */
  readonly acceptable: boolean;
  /** Paths in the description of each use: `['services', 'orders', 'volumes']`. */
  readonly find: (platform: Platform) => readonly (readonly string[])[];
}
