import fc from 'fast-check';
import {
  allocate,
  cidrContains,
  formatCidr,
  formatCpu,
  formatDuration,
  formatMemory,
  formatStorage,
  parseCidr,
  parseCpu,
  parseDuration,
  parseMemory,
  parseStorage,
} from '../../../platform/description/units';

describe('memory', () => {
  it.each([
    ['20Mi', 20],
    ['512Mi', 512],
    ['2Gi', 2048],
    ['1.5Gi', 1536],
    ['65536Ki', 64],
  ])('reads %s as %i MiB', (text, mebibytes) => {
    expect(parseMemory(text)).toBe(mebibytes);
  });

  it.each([
    ['1Ki', 1],
    ['1025Ki', 2],
    ['0.1Gi', 103],
    ['1.0001Mi', 2],
  ])('rounds %s up to %i MiB', (text, mebibytes) => {
    expect(parseMemory(text)).toBe(mebibytes);
  });

  it.each([
    512,
    '512',
    '512M',
    '512MB',
    '512MiB',
    '512mi',
    '-1Mi',
    '0Mi',
    '1e3Mi',
    ' 1Mi',
    '1 Mi',
    '.5Gi',
    '1,5Gi',
    '',
    '9999999999Mi',
  ])('refuses %p', (text) => {
    expect(parseMemory(text)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 24 }),
        (mebibytes) => parseMemory(formatMemory(mebibytes)) === mebibytes,
      ),
    );
  });

  it('writes the largest unit that needs no fraction', () => {
    expect([512, 1024, 1536, 2048].map(formatMemory)).toEqual(['512Mi', '1Gi', '1536Mi', '2Gi']);
  });
});

describe('storage', () => {
  it.each([
    ['20Gi', 20],
    ['2Ti', 2048],
  ])('reads %s as %i GiB', (text, gibibytes) => {
    expect(parseStorage(text)).toBe(gibibytes);
  });

  it.each([20, '20', '0Gi', '1.5Gi', '512Mi', '20GB', '-1Gi'])('refuses %p', (text) => {
    expect(parseStorage(text)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 65536 }),
        (gibibytes) => parseStorage(formatStorage(gibibytes)) === gibibytes,
      ),
    );
  });
});

describe('CPU', () => {
  it.each([
    [0.25, 250],
    ['0.25', 250],
    ['500m', 500],
    [2, 2000],
    ['0.290', 290],
    [0.29, 290],
    [0.001, 1],
  ])('reads %p as %i thousandths', (text, millicores) => {
    expect(parseCpu(text)).toBe(millicores);
  });

  it.each([
    0,
    -1,
    '0m',
    '-5m',
    0.0005,
    '0.0001',
    '0.5m',
    1e-7,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'one',
    '1,5',
    ' 1',
  ])('refuses %p', (text) => {
    expect(parseCpu(text)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (millicores) => {
        expect(parseCpu(formatCpu(millicores))).toBe(millicores);
        expect(parseCpu(`${millicores}m`)).toBe(millicores);
      }),
    );
  });
});

describe('durations', () => {
  it.each([
    ['30s', 30],
    ['5m', 300],
    ['1h', 3600],
    ['7d', 604_800],
    ['1h30m', 5400],
    ['500ms', 0.5],
    ['1m500ms', 60.5],
    ['90m', 5400],
    ['0s', 0],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([30, '30', '', '30m1h', '1h1h', '1.5h', '-1s', '1 s', '1w', '1H', '9999999999s', '999999999d'])(
    'refuses %p',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds / 1000))).toBe(milliseconds / 1000);
      }),
    );
  });

  it('writes larger units first and leaves out those that are zero', () => {
    expect([604_800, 5400, 30, 0.5, 86_461, 0].map(formatDuration)).toEqual([
      '7d',
      '1h30m',
      '30s',
      '500ms',
      '1d1m1s',
      '0s',
    ]);
  });
});

describe('IPv4 ranges', () => {
  it('reads the first address and the prefix', () => {
    expect(parseCidr('10.1.2.0/24')).toEqual({ base: ((10 * 256 + 1) * 256 + 2) * 256, prefix: 24 });
    expect(parseCidr('0.0.0.0/0')).toEqual({ base: 0, prefix: 0 });
    expect(parseCidr('255.255.255.255/32')).toEqual({ base: 2 ** 32 - 1, prefix: 32 });
  });

  it.each([
    '10.0.0.1/16',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/16',
    '256.0.0.0/8',
    '010.0.0.0/8',
    '10.0.0.0/016',
    '::/0',
    '',
  ])('refuses %p', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  const cidrs = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => ({ base: Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix), prefix }));

  it('reads back what it writes', () => {
    fc.assert(fc.property(cidrs, (cidr) => expect(parseCidr(formatCidr(cidr))).toEqual(cidr)));
  });

  it('contain what lies inside and nothing else', () => {
    expect(cidrContains('10.0.0.0/16', '10.0.255.0/24')).toBe(true);
    expect(cidrContains('10.0.0.0/16', '10.0.0.0/16')).toBe(true);
    expect(cidrContains('10.0.0.0/16', '10.1.0.0/24')).toBe(false);
    expect(cidrContains('10.0.0.0/24', '10.0.0.0/16')).toBe(false);
    expect(cidrContains('10.0.0.0/16', 'nothing')).toBe(false);
  });
});

describe('allocation', () => {
  const requests = fc
    .array(fc.integer({ min: 16, max: 28 }), { maxLength: 24 })
    .map((prefixes) => prefixes.map((prefix, at) => ({ name: `subnet-${at}`, prefix })));
  const size = (prefix: number) => 2 ** (32 - prefix);

  it('gives each request a range of its size inside the VPC, and no two of them overlap', () => {
    fc.assert(
      fc.property(requests, (wanted) => {
        const subnets = allocate('10.4.0.0/16', wanted) ?? [];
        const ranges = subnets.map((subnet) => parseCidr(subnet.cidr)!).sort((one, other) => one.base - other.base);
        subnets.forEach((subnet, at) => {
          expect(subnet.name).toBe(wanted[at]!.name);
          expect(subnet.cidr.endsWith(`/${wanted[at]!.prefix}`)).toBe(true);
          expect(cidrContains('10.4.0.0/16', subnet.cidr)).toBe(true);
        });
        ranges.slice(1).forEach((range, at) => {
          expect(range.base).toBeGreaterThanOrEqual(ranges[at]!.base + size(ranges[at]!.prefix));
        });
      }),
    );
  });

  it('fits exactly when there are enough addresses', () => {
    fc.assert(
      fc.property(requests, (wanted) => {
        const needed = wanted.reduce((sum, { prefix }) => sum + size(prefix), 0);
        expect(allocate('10.4.0.0/16', wanted) !== undefined).toBe(needed <= size(16));
      }),
    );
  });

  it('moves no range when a request is added at the end', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 16, max: 28 }), (wanted, prefix) => {
        const more = allocate('10.4.0.0/16', [...wanted, { name: 'new', prefix }]);
        if (more !== undefined) expect(more.slice(0, -1)).toEqual(allocate('10.4.0.0/16', wanted));
      }),
    );
  });

  it('cuts the usual subnets', () => {
    const wanted = [
      { name: 'public-a', prefix: 24 },
      { name: 'private-a', prefix: 20 },
      { name: 'public-b', prefix: 24 },
    ];
    expect(allocate('10.0.0.0/16', wanted)?.map(({ cidr }) => cidr)).toEqual([
      '10.0.0.0/24',
      '10.0.16.0/20',
      '10.0.1.0/24',
    ]);
  });

  it.each([
    ['a range larger than the VPC', '10.0.0.0/16', 15],
    ['a prefix that is none', '10.0.0.0/16', 33],
    ['a fraction of a bit', '10.0.0.0/16', 20.5],
    ['a VPC that is no range', '10.0.0.1/16', 24],
  ])('refuses %s', (_what, vpc, prefix) => {
    expect(allocate(vpc, [{ name: 'one', prefix }])).toBeUndefined();
  });
});
