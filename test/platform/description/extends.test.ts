import { parseDocument } from 'yaml';
import { loadText, type Platform, resolve } from '../../../platform/index';
import { lines } from '../cases/describe';

const environments = `
environments:
  dev: { runtime: compose }
  prod:
    runtime: kubernetes
    domain: shop.example.com
    services: { orders: { env: { REGION: south } } }
`;

function loaded(sections: string) {
  const { document, problems } = loadText('platform.yaml', `platform: shop\n${lines(sections)}${environments}`);
  if (document === undefined) throw new Error(problems.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return document;
}

function platformsOf(sections: string): Platform[] {
  const document = loaded(sections);
  return document.environments.map((name) => {
    const { platform, problems } = resolve(document, name);
    if (platform === undefined) throw new Error(problems.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
    return platform;
  });
}

const shared = `
  defaults:
    services:
      drain: 7s
      env: { LEVEL: warn, TRACE: "on" }
    named:
      market:
        extends: base
        image: "ghcr.io/acme/market:2.1"
        ports: { http: 8080 }
        env: { REGION: north, LEVEL: info }
        secrets: [TOKEN]
        routes: [/all]
      base:
        scale: { min: 2, max: 4 }
        volumes: { data: { path: /data, size: 5Gi } }
  services:
    offers: { extends: market, args: [offers] }
    orders:
      extends: market
      args: [orders]
      ports: { http: { as: 80 } }
      env: { REGION: null, TRACE: "off" }
      secrets: { TOKEN: { name: token } }
      volumes: { data: { size: 9Gi } }
      scale: { max: 6 }
      routes: []
      drain: null
    web: { build: web }
`;

/** The same, written out by hand. */
const written = `
  services:
    offers:
      image: "ghcr.io/acme/market:2.1"
      args: [offers]
      ports: { http: 8080 }
      env: { LEVEL: info, TRACE: "on", REGION: north }
      secrets: [TOKEN]
      routes: [/all]
      scale: { min: 2, max: 4 }
      volumes: { data: { path: /data, size: 5Gi } }
      drain: 7s
    orders:
      image: "ghcr.io/acme/market:2.1"
      args: [orders]
      ports: { http: { number: 8080, as: 80 } }
      env: { LEVEL: info, TRACE: "off" }
      secrets: { TOKEN: { name: token } }
      scale: { min: 2, max: 6 }
      volumes: { data: { path: /data, size: 9Gi } }
    web: { build: web, drain: 7s, env: { LEVEL: warn, TRACE: "on" } }
`;

describe('services that start from defaults', () => {
  it('are what they would be written out, in every environment', () => {
    expect(platformsOf(shared)).toEqual(platformsOf(written));
  });

  it('let a job take what jobs have', () => {
    const document = loaded(`
      defaults:
        jobs: { retries: 2, env: { LEVEL: warn } }
        named: { code: { build: code, env: { MODE: full } }, often: { schedule: "0 3 * * *", extends: code } }
      services: { orders: { extends: code } }
      jobs: { seed: { extends: often, retries: 0 }, sweep: { extends: code } }
    `);
    const { platform } = resolve(document, 'prod');
    expect(platform?.jobs.map(({ name, retries, trigger }) => [name, retries, trigger.kind])).toEqual([
      ['seed', 0, 'schedule'],
      ['sweep', 2, 'deploy'],
    ]);
    expect(platform?.jobs[0]?.env.filter(({ name }) => /LEVEL$|MODE/.test(name) && !/LOG/.test(name))).toMatchObject([
      { name: 'LEVEL', value: ['warn'] },
      { name: 'MODE', value: ['full'] },
    ]);
  });

  it('do not know the name that they extend', () => {
    expect(JSON.stringify(platformsOf(shared))).not.toMatch(/extends|"market"/);
  });

  it('are the same whatever the order of the defaults', () => {
    const swapped = parseDocument(
      lines(shared)
        .replace(/\njobs:[\s\S]*$/, '')
        .replace(/ {2}jobs: .*\n/, ''),
    ).toJS() as {
      defaults: { named: Record<string, unknown> };
      services: unknown;
    };
    const { market, base } = swapped.defaults.named;
    const text = JSON.stringify({ ...swapped, defaults: { ...swapped.defaults, named: { base, market } } });
    const sections = text.slice(1, -1);
    const { document } = loadText(
      'p.json',
      `{"platform":"shop",${sections},"environments":{"dev":{"runtime":"compose"}}}`,
    );
    const there = document && resolve(document, 'dev').platform;
    const [first] = platformsOf(shared);
    expect(there?.services).toEqual(first?.services);
  });
});

describe('what was written under defaults', () => {
  const sections = shared;
  const text = `platform: shop\n${lines(sections)}`.split('\n');
  /** The line of the text that a field comes from, as it is written, and how it is credited. */
  const origin = (environment: string, ...path: string[]): [string, string] => {
    const found = resolve(loaded(sections), environment).origins.origin(path, 'none');
    return found.kind === 'default' ? ['default', found.reason] : [found.kind, text[found.line - 1]?.trim() ?? ''];
  };

  it.each([
    ['drain of all', ['services', 'web', 'drain'], 'defaults', 'drain: 7s'],
    ['a variable of all', ['services', 'offers', 'env', 'TRACE'], 'defaults', 'env: { LEVEL: warn, TRACE: "on" }'],
    [
      'a variable of its own default over that of all',
      ['services', 'offers', 'env', 'LEVEL'],
      'defaults',
      'env: { REGION: north, LEVEL: info }',
    ],
    [
      'a bound of what the default extends',
      ['services', 'orders', 'scale', 'min'],
      'defaults',
      'scale: { min: 2, max: 4 }',
    ],
    ['its own bound', ['services', 'orders', 'scale', 'max'], 'line', 'scale: { max: 6 }'],
    ['a number in short', ['services', 'orders', 'ports', 'http', 'number'], 'defaults', 'ports: { http: 8080 }'],
    [
      'its own number for callers',
      ['services', 'orders', 'ports', 'http', 'as'],
      'line',
      'ports: { http: { as: 80 } }',
    ],
    ['its own words', ['services', 'orders', 'args'], 'line', 'args: [orders]'],
  ])('is credited to its line: %s', (_title, path, kind, line) => {
    expect(origin('dev', ...path)).toEqual([kind, line]);
  });

  it('is a default of the language again once taken away', () => {
    expect(origin('dev', 'services', 'orders', 'drain')).toEqual(['default', 'none']);
    expect(origin('dev', 'services', 'orders', 'routes')).toEqual(['line', 'routes: []']);
  });

  it('is overridden by an environment, and credited to it', () => {
    const document = loaded(sections);
    const orders = resolve(document, 'prod').platform?.services.find(({ name }) => name === 'orders');
    expect(orders?.env.find(({ name }) => name === 'REGION')?.value).toEqual(['south']);
    const found = resolve(document, 'prod').origins.origin(['services', 'orders', 'env', 'REGION'], '');
    expect(found.kind).toBe('environment');
    expect(resolve(document, 'prod').origins.origin(['services', 'offers', 'env', 'REGION'], '').kind).toBe('defaults');
  });
});

describe('a fault in what several services share', () => {
  it('is one message, at its line, by its own name', () => {
    const { document } = loadText(
      'platform.yaml',
      `platform: shop\n${lines(`
        defaults: { services: { health: { interval: 5s, timeout: 10s } } }
        services:
          api: { build: api, ports: { http: 8080 } }
          web: { build: web, ports: { http: 8080 } }
          shop: { build: shop, ports: { http: 8080 }, health: { timeout: 2s } }
      `)}${environments.replace(/orders.*/, 'api: { drain: 5s } }')}`,
    );
    const problems = document === undefined ? [] : resolve(document, 'dev').problems;
    expect(problems.map(({ code, field, line }) => [code, field, line])).toEqual([
      ['health-timeout', 'defaults.services.health.timeout', 2],
    ]);
  });

  it('names the service where the service itself is wrong', () => {
    const { problems } = loadText(
      'platform.yaml',
      `platform: shop\ndefaults: { services: { drain: 5s } }\nservices:\n  api: { build: api, volumes: { data: {} } }\n${environments.slice(1)}`,
    );
    expect(problems.map(({ code, field, line }) => [code, field, line])).toEqual([
      ['missing-field', 'services.api.volumes.data.path', 4],
    ]);
  });
});
