import { type Field, fields, lookUp } from '../../bin/fields';

const all = fields();
const one = (path: string, kind?: string): Field | undefined =>
  all.find((field) => field.path === path && (kind === undefined || field.kinds.includes(kind)));

describe('the fields of the language', () => {
  it('have their types with units, defaults, examples and meanings from the schema', () => {
    expect(one('services.*.scale.min')).toEqual({
      path: 'services.*.scale.min',
      kinds: [],
      types: ['whole number from 0 to 1000'],
      description: 'Fewest replicas.',
      default: '1 in tier development, 2 in tier production',
      required: false,
      example: '2',
    });
    expect(one('services.*.health.interval')).toMatchObject({ types: ['duration'], default: '10s', example: '30s' });
    expect(one('services.*.memory')).toMatchObject({ types: ['memory', 'map'], example: '512Mi' });
    expect(one('gateway.kind')?.types).toEqual(['`gateway-api`', '`ingress`']);
    expect(one('environments.*.runtime')).toMatchObject({ required: true });
  });

  it('stand once, although resources of several kinds share them', () => {
    const keys = all.map(({ path, kinds }) => `${path} ${kinds.join()}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(one('resources.*.provider')?.kinds).toEqual([]);
    expect(one('resources.*.topics', 'kafka')?.kinds).toEqual(['kafka']);
  });

  it('are those of an environment once, not again with all that it may override', () => {
    expect(one('environments.*.services')).toBeDefined();
    expect(all.some(({ path }) => path.startsWith('environments.*.services.'))).toBe(false);
  });

  it('have a name for every kind of text that has a pattern of units', () => {
    const kinds = new Set(all.flatMap(({ types }) => types));
    for (const kind of [
      'duration',
      'memory',
      'storage',
      'vCPU',
      'IPv4 range',
      'reference',
      'name',
      'path',
      'region',
      'ARN',
    ]) {
      expect([...kinds]).toContain(kind);
    }
  });
});

describe('looking up a field', () => {
  const paths = (text: string) => [...new Set(lookUp(text, all).map(({ path }) => path))];

  it.each(['services.scale.min', 'services.orders.scale.min', 'services.*.scale.min'])('takes %s', (text) => {
    expect(paths(text)).toEqual(['services.*.scale.min']);
  });

  it('takes items of lists with and without their place', () => {
    expect(paths('services.routes.path')).toEqual(['services.*.routes[].path']);
    expect(paths('services.orders.routes.0.path')).toEqual(['services.*.routes[].path']);
  });

  it('takes the end of a path, wherever it is one', () => {
    expect(paths('scale.min')).toEqual(['services.*.scale.min']);
    expect(paths('readOnlyRoot')).toEqual(expect.arrayContaining(['services.*.readOnlyRoot', 'jobs.*.readOnlyRoot']));
  });

  it('takes the field before a name that somebody could have given', () => {
    expect(paths('services')).toEqual(['services']);
    expect(paths('services.scale')).toEqual(['services.*.scale']);
  });

  it('finds nothing for what is no field', () => {
    expect(paths('services.orders.scale.mim')).toEqual([]);
    expect(paths('')).toEqual([]);
  });
});
