/** The times of a schedule: every minute of an hour, hour, day, month and day of the week (0 is Sunday) at which it runs. */
export interface Times {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const months = ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Five fields of cron. */
export function cronTimes(text: string): Times {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = text.split(' ');
  return {
    minutes: numbersIn(minute, 0, 59, []),
    hours: numbersIn(hour, 0, 23, []),
    days: numbersIn(day, 1, 31, []),
    months: numbersIn(month, 1, 12, months),
    weekdays: [...new Set(numbersIn(weekday, 0, 6, weekdays).map((each) => each % 7))].sort(),
  };
}

/** The six fields of EventBridge Scheduler, whose week starts with 1 and whose `?` is any day. */
export function schedulerTimes(text: string): Times {
  const [, inner = ''] = /^cron\((.+) \*\)$/.exec(text) ?? [];
  const [minute, hour, day = '', month, weekday = ''] = inner.split(' ');
  const numbered = weekday.replaceAll(/\b[1-7]\b/g, (each) => weekdays[Number(each) - 1] ?? each);
  return cronTimes([minute, hour, day.replace('?', '*'), month, numbered.replace('?', '*')].join(' '));
}

function numbersIn(field: string, least: number, most: number, names: readonly string[]): number[] {
  const value = (text: string) =>
    names.includes(text.toUpperCase()) ? names.indexOf(text.toUpperCase()) : Number(text);
  const found = field.split(',').flatMap((item) => {
    const [range = '', step = '1'] = item.split('/');
    const [from = '', to] = range.split('-');
    const first = from === '*' ? least : value(from);
    const last = from === '*' || (to === undefined && item.includes('/')) ? most : value(to ?? from);
    return Array.from({ length: Math.floor((last - first) / Number(step)) + 1 }, (_, at) => first + at * Number(step));
  });
  return [...new Set(found)].sort((one, other) => one - other);
}
