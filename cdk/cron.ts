/**
 * Five fields of cron as EventBridge Scheduler takes them: six, days of the week from 1 (Sunday), and a question mark for
 * the kind of day that is not asked. Undefined where it cannot say the same: cron runs when either kind of day matches.
 */
export function schedulerCron(schedule: string): string | undefined {
  const [minute, hour, day, month, weekday, ...more] = schedule.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined || month === undefined) return undefined;
  if (weekday === undefined || more.length > 0) return undefined;
  const [anyDay, anyWeekday] = [isAny(day), isAny(weekday)];
  if (!anyDay && !anyWeekday) return undefined;
  const weekdays = anyWeekday ? '?' : weekdaysOf(weekday);
  if (weekdays === undefined) return undefined;
  return `cron(${minute} ${hour} ${anyWeekday ? day : '?'} ${month} ${weekdays} *)`;
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Days by name, since the numbers of the two differ; ranges and steps are written out, since a week starts elsewhere. */
function weekdaysOf(field: string): string | undefined {
  const days = new Set<number>();
  for (const item of field.split(',')) {
    const [range = '', step = '1', ...more] = item.split('/');
    const [from, to] = range === '*' ? [0, 6] : boundsOf(range, item.includes('/'));
    const by = Number(step);
    if (from === undefined || to === undefined || more.length > 0 || !Number.isInteger(by) || by < 1) return undefined;
    for (let day = from; day <= to; day += by) days.add(day % 7);
  }
  return [...days]
    .sort((a, b) => a - b)
    .map((day) => weekdayNames[day])
    .join(',');
}

/** `1-5`, `MON-FRI` or one day; with a step one day means from it on. */
function boundsOf(range: string, stepped: boolean): [number | undefined, number | undefined] {
  const [first = '', last, ...more] = range.split('-');
  if (more.length > 0) return [undefined, undefined];
  const from = weekdayNumber(first);
  const to = last === undefined ? (stepped ? 6 : from) : weekdayNumber(last);
  if (from !== undefined && to !== undefined && to < from) return [from, to + 7];
  return [from, to];
}

function weekdayNumber(text: string): number | undefined {
  const named = weekdayNames.indexOf(text.toUpperCase());
  if (named >= 0) return named;
  return /^[0-7]$/.test(text) ? Number(text) : undefined;
}
