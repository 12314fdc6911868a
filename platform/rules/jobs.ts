import { cronFault } from '../description/cron';
import type { Platform } from '../model/platform';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

function* schedule(_scope: Scope, { jobs }: Platform): Iterable<Broken> {
  for (const { name, trigger } of jobs) {
    if (trigger.kind !== 'schedule') continue;
    const fault = cronFault(trigger.schedule);
    if (fault !== undefined) yield { path: ['jobs', name, 'schedule'], ...fault };
  }
}

function* timezone({ merged }: Scope): Iterable<Broken> {
  for (const [name, fields] of Object.entries(merged.jobs)) {
    if (fields.timezone === undefined || isZone(fields.timezone)) continue;
    const rule = 'but the IANA database has no such zone';
    yield { path: ['jobs', name, 'timezone'], rule, fix: 'write a name such as UTC or Europe/Berlin' };
  }
}

/** Offsets such as +01:00 are no names: Kubernetes and AWS take none. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function* scheduleField({ merged }: Scope): Iterable<Broken> {
  for (const [name, fields] of Object.entries(merged.jobs)) {
    if (fields.schedule !== undefined) continue;
    for (const key of ['timezone', 'concurrency'] as const) {
      if (fields[key] === undefined) continue;
      yield {
        path: ['jobs', name, key],
        rule: 'but the job has no schedule, so it runs once on each deploy',
        fix: 'add schedule:, or remove it',
      };
    }
  }
}

export const jobRules: readonly Rule[] = [
  {
    code: 'schedule',
    summary: 'A schedule is five fields of cron (crontab(5)), with a day that exists.',
    fix: 'write minute, hour, day of the month, month and day of the week: "0 3 * * *"',
    find: schedule,
  },
  {
    code: 'timezone',
    summary: 'A time zone is a name of the IANA database, which Kubernetes and AWS know.',
    fix: 'write a name such as UTC or Europe/Berlin',
    find: timezone,
  },
  {
    code: 'schedule-field',
    summary: 'timezone and concurrency are about a schedule; a job without one runs once on each deploy.',
    fix: 'add schedule:, or remove the field',
    find: scheduleField,
  },
];
