import * as fc from 'fast-check';
import { fileName } from '../../compose/volume-names';

describe('the name of a file of a container', () => {
  it('is readable where nothing is lost', () => {
    expect(fileName('/etc/app/config.yaml')).toBe('etc-app-config.yaml');
    expect(fileName('/etc/app-1/a_b')).toBe('etc-app--1-a__b');
    expect(fileName('/a b')).toBe('a_20_b');
  });

  it.each([
    ['/etc/README', '/etc/readme'],
    ['/a-/b', '/a/-b'],
    ['/a//b', '/a-b'],
    ['/é', '/e'],
  ])('is another for %s than for %s, on a disk without capitals too', (one, other) => {
    expect(fileName(one).toLowerCase()).not.toBe(fileName(other).toLowerCase());
  });

  it('is never that of another path', () => {
    const path = fc
      .array(fc.constantFrom('a', 'A', '-', '_', '.', '/', '20', ' ', 'é'), { minLength: 1, maxLength: 6 })
      .map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(path, path, (one, other) => {
        if (one !== other) expect(fileName(one).toLowerCase()).not.toBe(fileName(other).toLowerCase());
      }),
      { numRuns: 2000 },
    );
  });
});
