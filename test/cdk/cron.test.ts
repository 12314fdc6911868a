import { schedulerCron } from '../../cdk/cron';

describe('a schedule in five fields', () => {
  it.each([
    ['0 3 * * *', 'cron(0 3 * * ? *)'],
    ['*/5 * * * *', 'cron(*/5 * * * ? *)'],
    ['15 14 1 * *', 'cron(15 14 1 * ? *)'],
    ['0 22 * 1-6 1-5', 'cron(0 22 ? 1-6 MON,TUE,WED,THU,FRI *)'],
    ['0 0 * * 0', 'cron(0 0 ? * SUN *)'],
    ['0 0 * * 7', 'cron(0 0 ? * SUN *)'],
    ['0 0 * * sat,sun', 'cron(0 0 ? * SUN,SAT *)'],
    ['0 0 * * 5-7', 'cron(0 0 ? * SUN,FRI,SAT *)'],
    ['0 0 * * */2', 'cron(0 0 ? * SUN,TUE,THU,SAT *)'],
    ['0 0 * * 1/2', 'cron(0 0 ? * MON,WED,FRI *)'],
    ['0 0 * * FRI-MON', 'cron(0 0 ? * SUN,MON,FRI,SAT *)'],
  ])('%s is %s for EventBridge Scheduler', (schedule, expected) => {
    expect(schedulerCron(schedule)).toBe(expected);
  });

  it.each(['0 0 1 * 1', '0 0 * *', '0 0 * * * *', '0 0 * * 8', '0 0 * * MON/x', '0 0 * * 1-2-3', '@daily'])(
    'refuses %s',
    (schedule) => {
      expect(schedulerCron(schedule)).toBeUndefined();
    },
  );
});
