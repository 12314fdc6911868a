import type { Limit } from '../platform/index';
import { imageNames } from './images';

/** Images that one matrix builds (GitHub Docs, "Actions limits": 256 jobs), with a job for each of two processors. */
const most = 128;

/** What the workflows cannot do. */
export const limits: readonly Limit[] = [
  {
    code: 'unsupported-matrix',
    field: 'services',
    runtimes: ['ecs', 'eks', 'kubernetes'],
    reason: `a workflow of GitHub builds at most ${most} images at once, in 256 jobs of one matrix`,
    fix: 'give services that belong together one image with several commands',
    // A run builds what changed: as long as that is less it works, and otherwise the run says so.
    acceptable: true,
    find: (platform) => (imageNames(platform).length > most ? [['services']] : []),
  },
];
