/**
 * Five fields of cron as a CronJob takes them: Sunday is 0 alone (Kubernetes, CronJob, Schedule syntax), so that `5-7` becomes
 * `5,6,0`. All else is the same.
 */
export function clusterCron(schedule: string): string {
  const fields = schedule.trim().split(/\s+/);
  const week = fields.pop() ?? '';
  return [...fields, week.split(',').map(withoutSeven).join(',')].join(' ');
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function withoutSeven(item: string): string {
  const [range = '', step = '1'] = item.split('/');
  const [first = '', last = first] = range.split('-');
  if (first === '7') return '0';
  if (last !== '7') return item;
  const from = days.includes(first.toLowerCase()) ? days.indexOf(first.toLowerCase()) : Number(first);
  const listed = Array.from({ length: 8 - from }, (_, at) => from + at).filter((_, at) => at % Number(step) === 0);
  return [...new Set(listed.map((day) => day % 7))].join(',');
}
