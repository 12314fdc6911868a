import type { Platform } from '../model/platform';
import type { Finding, Scope } from '../resolve/scope';

/** What breaks a rule, without the rule's own code. */
export type Broken = Omit<Finding, 'code'>;

/** A rule across fields: what it is called, and how it finds what breaks it. */
export interface Rule {
  readonly code: string;
  /** One sentence: what must hold, and why. */
  readonly summary: string;
  /** What to do in general, in the imperative; each finding says it for its own case. */
  readonly fix: string;
  /** Whether an environment may live with it by listing the code under `accept`. Left out: no. */
  readonly acceptable?: boolean;
  readonly find: (scope: Scope, platform: Platform) => Iterable<Broken>;
}
