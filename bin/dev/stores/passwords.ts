import { secretVariable } from '../../../platform/index';
import type { Stage } from '../stage';

/** The password of a credential; all were made before anything starts. */
export function required({ place }: Stage, credential: string): string {
  const value = place.secret(secretVariable(credential, 'password'));
  if (value === undefined) throw new Error(`no password of ${credential}`);
  return value;
}
