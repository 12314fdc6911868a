import * as z from 'zod';
import { once } from './once';
import { overrideOf } from './override';
import { name } from './values';
import { extendsField, job, mergedService } from './workload';

/** What services and jobs share, written once. */
function sharedFields() {
  const someOfBoth = z.strictObject({ ...job.shape, ...mergedService.shape, extends: extendsField });
  return z
    .strictObject({
      services: overrideOf(mergedService)
        .optional()
        .describe('Any field of a service: every service starts from them.'),
      jobs: overrideOf(job).optional().describe('Any field of a job: every job starts from them.'),
      named: z
        .record(name, overrideOf(someOfBoth))
        .optional()
        .describe(
          'Fields by a name: services and jobs that say `extends: <name>` start from them. They may extend others.',
        ),
    })
    .describe(
      'Fields that several services or jobs start from. What a service says itself is merged over them, maps key by key; null takes a field or an entry of a map away.',
    );
}

/**
 * `defaults`, and services and jobs beside them: what they lack may stand there, and null takes away what does. Most
 * descriptions have none, and to make these schemas takes as long as to read a hundred services.
 */
export const withDefaults = once(() => ({
  defaults: sharedFields().optional(),
  services: z
    .record(name, overrideOf(mergedService.extend({ extends: extendsField })))
    .optional()
    .describe('Containers that keep running.'),
  jobs: z
    .record(name, overrideOf(job.extend({ extends: extendsField })))
    .optional()
    .describe('Containers that run once or on a schedule.'),
}));
