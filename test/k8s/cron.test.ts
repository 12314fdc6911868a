import { clusterCron } from '../../k8s/cron';
import { cronFault } from '../../platform/description/cron';

/** What a field of cron stands for, by crontab(5): Sunday is 0 and 7. */
function days(field: string): Set<number> {
  const found = new Set<number>();
  for (const item of field.split(',')) {
    const [range = '', step = '1'] = item.split('/');
    const [from, to] = range === '*' ? [0, 6] : range.split('-').map(Number);
    for (let day = Number(from); day <= Number(to ?? from); day += Number(step)) found.add(day % 7);
  }
  return found;
}

describe('a schedule on Kubernetes', () => {
  it.each([
    ['0 0 * * 7', '0 0 * * 0'],
    ['0 0 * * 5-7', '0 0 * * 5,6,0'],
    ['0 0 * * fri-7', '0 0 * * 5,6,0'],
    ['0 0 * * 1-7/2', '0 0 * * 1,3,5,0'],
    ['0 0 * * 1-7/4', '0 0 * * 1,5'],
    ['0 0 * * 0-7', '0 0 * * 0,1,2,3,4,5,6'],
    ['0 0 * * 1,7', '0 0 * * 1,0'],
    ['0 0 * * 7-7', '0 0 * * 0'],
  ])('has Sunday as 0: %s is %s', (written, expected) => {
    expect(cronFault(written)).toBeUndefined();
    expect(clusterCron(written)).toBe(expected);
  });

  it.each(['*/7 7 7 7 *', '0 0 7 * 1-5', '0 7-17 * * sun', '7 0 * * */2', '0 0 1,7 * *'])(
    'stays as it is: %s',
    (written) => {
      expect(cronFault(written)).toBeUndefined();
      expect(clusterCron(written)).toBe(written);
    },
  );

  it('means the same days for every range and step, in numbers that Kubernetes takes', () => {
    for (let from = 0; from <= 7; from++) {
      for (let to = from; to <= 7; to++) {
        for (let step = 1; step <= 7; step++) {
          const week = `${from}-${to}/${step}`;
          const [, , , , made = ''] = clusterCron(`0 0 * * ${week}`).split(' ');
          expect([week, [...days(made)].sort()]).toEqual([week, [...days(week)].sort()]);
          expect(made.split(',').every((item) => /^[0-6](-[0-6])?(\/[1-7])?$/.test(item))).toBe(true);
        }
      }
    }
  });
});
