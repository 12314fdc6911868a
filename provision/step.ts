import type { Text } from '../platform/index';

/**
 * A container that sets a store up. For some kinds it runs once, beside the server, in the server's own image; for others it is
 * the start of the server's own container.
 *
 * It runs as any user that is not root, on a read-only root file system with a writable `/tmp`. Nothing in it is secret.
 */
export interface Step {
  /** `<resource>-provision`. */
  readonly name: string;
  /** Replaces the image's entry point; the image's arguments are dropped. */
  readonly command: readonly string[];
  /** Mounted read-only. All of them are in the folder `/provision`, so one mount does. */
  readonly files: readonly StepFile[];
  /** Variables that hold the passwords of `Platform.credentials`. */
  readonly secrets: readonly { readonly variable: string; readonly credential: string }[];
  /** Addresses and the like. */
  readonly env: readonly { readonly name: string; readonly value: Text }[];
}

export interface StepFile {
  readonly path: string;
  readonly text: string;
}

/** The folder that a step's files are mounted in. */
export const stepFolder = '/provision';

export function stepName(resource: { readonly name: string }): string {
  return `${resource.name}-provision`;
}
