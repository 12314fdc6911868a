import { containersIn, type Limit } from '../platform/index';
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
  {
    code: 'unsupported-build-arg',
    field: '*.*.build.args',
    runtimes: ['ecs', 'eks', 'kubernetes'],
    reason: 'the build action of the workflows takes white space at the end of an argument away',
    fix: 'put a character after it that the Dockerfile takes away, or write the value in the Dockerfile',
    acceptable: true,
    find: (platform) =>
      containersIn(platform).flatMap(({ path, container: { image } }) =>
        image.kind === 'build'
          ? Object.entries(image.args)
              .filter(([, value]) => value !== value.trimEnd())
              .map(([name]) => [...path, 'build', 'args', name])
          : [],
      ),
  },
];
