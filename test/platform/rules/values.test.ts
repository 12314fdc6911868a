import { cronFault } from '../../../platform/description/cron';
import { cpuUnits, fargateSize } from '../../../platform/model/fargate';
import { looksSecret } from '../../../platform/rules/plaintext';

/** What the command line would print. */
describe('a value of a variable', () => {
  const harmless: readonly [string, string | number | boolean][] = [
    ['PASSWORD_MIN_LENGTH', 12],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '${env.OTHER}'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['TOKEN_URL', 'https://id.example.com/token'],
    ['MAX_TOKENS', 4096],
    ['AUTH_TOKEN', '/var/run/secrets/token'],
    ['COOKIE_SECRET', 'none'],
    ['ENABLE_SECRET', true],
    ['IMAGE', `acme/api@sha256:${'0123456789abcdef'.repeat(4)}`],
    ['COMMIT', '0123456789abcdef0123456789abcdef01234567'],
    ['TRACE', '5d8f0b0e-5c5e-4a60-9d2b-1f3f6a9c1e77'],
    ['PUBLIC_KEY', 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='],
    ['GREETING', 'the quick brown fox jumps over the lazy dog and over 13 other dogs'],
    ['STORE', 'redis://cache:6379/0'],
    ['STORE', 'postgres://${main.users.user}:${main.users.password}@db/users'],
    ['PATHS', '/usr/local/bin:/usr/bin@2'],
  ];

  it.each(harmless)('passes as %s=%s', (name, value) => {
    expect(looksSecret(name, value)).toBeUndefined();
  });

  it('refuses to let long texts take their time', () => {
    const started = performance.now();
    for (const unit of ['a.', 'a:', 'eyJ-', '://', 'x://a:', '-----BEGIN ', 'ghp_a_'])
      looksSecret('A', unit.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a schedule', () => {
  it.each([
    '* * * * *',
    '*/15 * * * *',
    '0 0 1,15 * *',
    '5-59/10 0-6 * jan-mar mon,wed,FRI',
    '0 0 31 1,2 *',
    '0 0 * * 7',
    '0  3 * * *',
  ])('may be %s', (schedule) => {
    expect(cronFault(schedule)).toBeUndefined();
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '*/0 * * * *',
    '1/5 * * * *',
    '0 24 * * *',
    '0 0 0 * *',
    '0 0 * 13 *',
    '0 0 * * 8',
    '0 0 ? * *',
    '0 0 L * *',
    '0 0 31 4,6 *',
    '@reboot',
    'a b c d e',
    '*-5 * * * *',
    '1,, * * * *',
  ])('refuses %p', (schedule) => {
    expect(cronFault(schedule)).toEqual({ rule: expect.stringMatching(/^but /), fix: expect.stringMatching(/\w/) });
  });
});

describe('the size of a task', () => {
  it('is the smallest of Fargate that holds what is asked for', () => {
    expect(fargateSize(250, 512)).toEqual({ cpu: 256, memory: 512 });
    expect(fargateSize(250, 513)).toEqual({ cpu: 256, memory: 1024 });
    expect(fargateSize(100, 2049)).toEqual({ cpu: 512, memory: 3072 });
    expect(fargateSize(4000, 31_000)).toEqual({ cpu: 8192, memory: 32_768 });
    expect(fargateSize(16_000, 122_880)).toEqual({ cpu: 16_384, memory: 122_880 });
  });

  it('refuses more than Fargate has', () => {
    expect(fargateSize(16_001, 1024)).toBeUndefined();
    expect(fargateSize(1000, 122_881)).toBeUndefined();
  });

  it('counts 1024 units to a vCPU', () => {
    expect([250, 1000, 333].map(cpuUnits)).toEqual([256, 1024, 341]);
  });
});
