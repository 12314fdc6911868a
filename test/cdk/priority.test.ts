import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import { rulePriorities } from '../../cdk/priority';
import { routeKey } from '../../cdk/route-ids';
import type { Platform, Route } from '../../platform/index';

type Place = Pick<Route, 'host' | 'path'> & Partial<Pick<Route, 'methods' | 'headers' | 'weight'>>;

const whole = (place: Place) => ({ methods: [], headers: {}, weight: null, ...place });

/** The part of a platform that priorities are made of. */
const withRoutes = (places: readonly Place[]): Platform =>
  ({
    services: places.map((place) => ({ routes: [{ ...whole(place), listen: 0 }] })),
    resources: [],
  }) as unknown as Platform;

const priority = (places: readonly Place[], place: Place) =>
  rulePriorities(withRoutes(places)).get(routeKey(whole(place)))!;

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

  it('put a route with methods before one with headers, more headers before fewer, and all of them before the rest', () => {
    const path = '/a/b';
    const [plain, one, two, post] = [
      { host, path },
      { host, path, headers: { a: '1' } },
      { host, path, headers: { a: '1', b: '2' } },
      { host, path, methods: ['POST'] },
    ] as const;
    const given = [one, plain, post, two, { host, path: '/a' }, { host, path: '/a/b/c' }];
    const order = [{ host, path: '/a/b/c' }, post, two, one, plain, { host, path: '/a' }];
    const found = order.map((each) => priority(given, each));
    expect([...found].sort((a, b) => a - b)).toEqual(found);
  });

  it('leave the rest of a path where it was when routes with conditions come', () => {
    assert(
      property(places, (given) => {
        const conditional = given.map((each, at) => ({ ...each, headers: { at: String(at) } }));
        for (const each of given) {
          const before = priority(given, each);
          const after = priority([...given, ...conditional], each);
          // Only the lowest slots of a band have no room below them.
          if (after !== before) expect(Math.abs(after - before)).toBeLessThan(200);
          expect(priority([...given, ...conditional], conditional[given.indexOf(each)]!)).toBeLessThan(after);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('give routes that share their requests a place of their own, of the same rank', () => {
    const path = '/a/b';
    const beta = { host, path, headers: { a: '1' } };
    const alone = [{ host, path: '/a/b/c' }, beta, { host, path }, { host, path: '/a' }];
    const shared = [alone[0]!, { ...beta, weight: 1 }, { host, path, weight: 1 }, alone[3]!];
    const found = shared.map((each) => priority(shared, each));
    expect([...found].sort((a, b) => a - b)).toEqual(found);
    // While one stack still has the one rule, another has the other already.
    const before = alone.map((each) => priority(alone, each));
    expect(found.filter((each) => before.includes(each))).toEqual([before[0], before[3]]);
  });

  it('keep a host from a wildcard where its own routes leave something over', () => {
    const [own, wild] = [
      { host, path: '/api' },
      { host: '*.example.com', path: '/a/b/c' },
    ];
    const guard = { host, path: '/' };
    expect(priority([own, wild], own)).toBeLessThan(priority([own, wild], guard));
    expect(priority([own, wild], guard)).toBeLessThan(priority([own, wild], wild));
    expect(priority([own], guard)).toBeUndefined();
    expect(priority([own, wild, { ...guard, headers: { a: '1' } }], guard)).toBeDefined();
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
