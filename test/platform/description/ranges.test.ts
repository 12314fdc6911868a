import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { rangeContains, readRange, writeRange } from '../../../platform/description/ranges';

describe('a range of addresses', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['192.0.2.7/32', '192.0.2.7/32'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:DB8:0:0:0:0:0:1/64', '2001:db8::/64'],
    ['::/0', '::/0'],
    ['::1/128', '::1/128'],
    ['fe80::/10', 'fe80::/10'],
    ['2001:0:0:1:0:0:0:1/128', '2001:0:0:1::1/128'],
    ['2001:db8:0:1:1:1:1:1/128', '2001:db8:0:1:1:1:1:1/128'],
    ['::ffff:192.0.2.1/128', '::ffff:c000:201/128'],
  ])('is read from %s, and written by its first address: %s', (text, written) => {
    const range = readRange(text);
    expect(range === undefined ? undefined : writeRange(range)).toBe(written);
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '010.0.0.0/8',
    '10.0.256.0/24',
    '2001:db8::/129',
    '2001:db8::1::/64',
    '1:2:3:4:5:6:7:8:9/64',
    ':/0',
    '/8',
    '',
    '10.0.0.0/8/8',
  ])('is not %s', (text) => {
    expect(readRange(text)).toBeUndefined();
  });

  it('holds what is in it, of the same kind of addresses', () => {
    expect(rangeContains('10.0.0.0/8', '10.1.0.0/16')).toBe(true);
    expect(rangeContains('10.0.0.0/8', '10.0.0.0/8')).toBe(true);
    expect(rangeContains('10.1.0.0/16', '10.0.0.0/8')).toBe(false);
    expect(rangeContains('0.0.0.0/0', '169.254.169.254/32')).toBe(true);
    expect(rangeContains('::/0', 'fd00:ec2::254/128')).toBe(true);
    expect(rangeContains('fd00::/8', 'fd00:ec2::254/128')).toBe(true);
    expect(rangeContains('2001:db8::/32', 'fd00:ec2::254/128')).toBe(false);
    expect(rangeContains('::/0', '10.0.0.0/8')).toBe(false);
    expect(rangeContains('0.0.0.0/0', '::1/128')).toBe(false);
    expect(rangeContains('nothing', '10.0.0.0/8')).toBe(false);
  });

  const ipv6 = fc.ipV6().filter((text) => isIPv6(text));
  const ranges = fc.oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
    fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })),
  );

  it('is written so that it is read as the same one', () => {
    fc.assert(
      fc.property(ranges, ([address, prefix]) => {
        const range = readRange(`${address}/${prefix}`);
        expect(range).toBeDefined();
        if (range !== undefined) expect(readRange(writeRange(range))).toEqual(range);
      }),
    );
  });

  it('holds an address where Node says so', () => {
    fc.assert(
      fc.property(ranges, fc.oneof(fc.ipV4(), ipv6), ([address, prefix], other) => {
        const family = (text: string) => (isIPv6(text) ? 'ipv6' : 'ipv4');
        // Node takes ::ffff:a.b.c.d for an IPv4 address.
        fc.pre(family(address) === family(other) && !/^::/.test(other) && !/^(0:){5}/.test(other));
        const list = new BlockList();
        if (prefix > 0) list.addSubnet(address, prefix, family(address));
        const holds = prefix === 0 || list.check(other, family(other));
        const whole = `${other}/${family(other) === 'ipv6' ? 128 : 32}`;
        expect(rangeContains(`${address}/${prefix}`, whole)).toBe(holds);
      }),
    );
  });
});
