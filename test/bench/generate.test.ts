import { describe as description, shapes } from '../../bench/generate';
import { limits } from '../../bin/renderers';
import { judgeLimits, loadText, resolve } from '../../platform/index';
import { described } from '../ci/described';

describe('a generated platform', () => {
  const platforms = described(description(24));

  it('is one that Slipway takes, in three environments', () => {
    expect(platforms.map(({ environment }) => [environment.name, environment.runtime])).toEqual([
      ['edge', 'kubernetes'],
      ['local', 'compose'],
      ['prod', 'ecs'],
    ]);
    for (const { services } of platforms) expect(services).toHaveLength(24);
  });

  it.each([60, 61, 128, 129, 200])('of %i services is one that every output takes', (services) => {
    const { document, problems } = loadText('platform.yaml', description(services));
    expect(problems).toEqual([]);
    for (const name of document?.environments ?? []) {
      const { platform, setAside } = resolve(document!, name);
      const judged = judgeLimits(document!, platform!, limits, setAside);
      expect([...judged.problems, ...judged.warnings].map(({ code }) => code)).toEqual([]);
    }
  });

  it('has the mix of the shop', () => {
    const services = shapes(24);
    const share = (has: (shape: (typeof services)[number]) => boolean) => services.filter(has).length / 24;
    expect(share(({ database }) => database !== '')).toBe(1 / 2);
    expect(share(({ cache }) => cache !== '')).toBe(1 / 3);
    expect(share(({ publishes }) => publishes !== '')).toBe(1 / 4);
    for (const { calls } of services.slice(8)) expect(calls).toHaveLength(3);
  });

  it('is described by the same shapes that the bare program reads', () => {
    const [edge] = platforms;
    const read = edge!.services.map((service) => ({
      name: service.name,
      calls: service.calls.map((call) => call.service),
      stores: [...service.uses, ...service.publishes, ...service.consumes].map(({ resource }) => resource),
    }));
    const written = shapes(24).map(({ name, calls, database, cache, publishes, consumes }) => ({
      name,
      calls: [...calls].sort(),
      stores: [database, cache]
        .concat([publishes, consumes].map((topic) => (topic === '' ? '' : 'events')))
        .filter((store) => store !== ''),
    }));
    const sorted = (list: typeof read) => list.map((each) => ({ ...each, stores: [...each.stores].sort() }));
    expect(sorted(read)).toEqual(sorted(written));
  });

  it('keeps its services when it grows', () => {
    const small = shapes(10).map(({ name, calls, publishes, consumes }) => ({ name, calls, publishes, consumes }));
    expect(shapes(100).slice(0, 10)).toMatchObject(small);
  });

  it('spreads its databases over one server for 25 services', () => {
    expect(new Set(shapes(100).map(({ database }) => database))).toEqual(
      new Set(['', 'main1', 'main2', 'main3', 'main4']),
    );
  });
});
