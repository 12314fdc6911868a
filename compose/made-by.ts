import { header } from '../output/index';
import type { Platform } from '../platform/index';

/** The first lines of a file that takes comments. */
export function madeBy({ environment }: Platform, notes: readonly string[]): string {
  return header({
    comment: '#',
    command: `npx slipway synth compose -e ${environment.name}`,
    from: 'platform.yaml',
    notes,
  });
}
