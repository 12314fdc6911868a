import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import { routeKey, rulePriorities } from '../../cdk/priority';
import type { Platform, Route } from '../../platform/index';

type Place = Pick<Route, 'host' | 'path'>;

/** The part of a platform that priorities are made of. */
const withRoutes = (places: readonly Place[]): Platform =>
  ({ services: places.map((place) => ({ routes: [{ ...place, listen: 0 }] })) }) as unknown as Platform;

const priority = (places: readonly Place[], place: Place) => rulePriorities(withRoutes(places)).get(routeKey(place))!;

const host = 'shop.example.com';
const segment = constantFrom('a', 'b', 'users', 'v1', 'orders', 'very-long-segment');
const path = array(segment, { maxLength: 8 }).map((segments) => `/${segments.join('/')}`);
const places = uniqueArray(path, { minLength: 1, maxLength: 60 }).map((paths) =>
  paths.map((each) => ({ host, path: each })),
);

describe('the priorities of the rules', () => {
  it('are all different and inside the range of a listener', () => {
    assert(
      property(places, (given) => {
        const found = [...rulePriorities(withRoutes(given)).values()];
        expect(new Set(found).size).toBe(given.length);
        for (const each of found) expect(each >= 1 && each <= 50_000).toBe(true);
      }),
    );
  });

  it('put a route before every route that it is inside', () => {
    assert(
      property(places, (given) => {
        for (const one of given) {
          for (const other of given) {
            const inside = one.path !== other.path && one.path.startsWith(other.path === '/' ? '/' : `${other.path}/`);
            if (inside) expect(priority(given, one)).toBeLessThan(priority(given, other));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('put an exact host before a wildcard', () => {
    const [exact, wild] = [
      { host, path: '/' },
      { host: '*.example.com', path: '/a/b/c' },
    ];
    expect(priority([exact, wild], exact)).toBeLessThan(priority([exact, wild], wild));
  });

  it('stay as they are when a route comes, except where two hashes meet', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ host, path: `/v1/service-${at}` }));
    const before = rulePriorities(withRoutes(many));
    const after = rulePriorities(withRoutes([...many, { host, path: '/v1/another' }, { host, path: '/' }]));
    expect([...before].filter(([key, value]) => after.get(key) !== value)).toEqual([]);
  });

  it('fit a thousand routes of one depth', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ host, path: `/service-${at}` }));
    expect(new Set(rulePriorities(withRoutes(many)).values()).size).toBe(1000);
  });
});
