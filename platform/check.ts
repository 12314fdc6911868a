import type { Platform } from './model';
import type { Scope } from './scope';

/** A rule across fields: what it is called, and how it finds what breaks it. */
export interface Rule {
  readonly code: string;
  /** One sentence: what must hold, and why. */
  readonly summary: string;
  readonly find: (scope: Scope, platform: Platform) => void;
}

export const rules: readonly Rule[] = [];

/** Runs every rule; what they find is in `scope.problems`. */
export function checkRules(scope: Scope, platform: Platform): void {
  for (const rule of rules) rule.find(scope, platform);
}
