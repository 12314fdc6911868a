import { output, platformFrom } from './workshop';

const text = (replicas: number, more = '') => `services:
  api: { image: "api:1", uses: [cache], after: { cache: healthy }, env: { CACHES: "\${cache.addrs}", BY_PORT: "\${cache.tcp.addrs}" } }
resources:
  cache: { kind: container, image: "cache:1", ports: { tcp: 11211 }, health: { tcp: true }, replicas: ${replicas}, aliases: [memo],
    volumes: { data: { path: /data } }, env: { ME: "\${instance.name}" }${more} }`;

describe('several servers of one resource on Compose', () => {
  const { document, service } = output(platformFrom(text(3)));
  const names = ['cache', 'cache-1', 'cache-2'];

  it('are a service each, which answers to a name of its own and to that of all', () => {
    expect(Object.keys(document.services).filter((name) => /^cache(-\d)?$/.test(name))).toEqual(names);
    expect(names.map((name) => service(name).networks)).toEqual([
      { api_cache: { aliases: ['cache-0', 'memo'] } },
      { api_cache: { aliases: ['cache', 'memo'] } },
      { api_cache: { aliases: ['cache', 'memo'] } },
    ]);
  });

  it('keep their data apart, and the first keeps what one server alone had', () => {
    const sources = names.map((name) => service(name).volumes?.find(({ target }) => target === '/data')?.source);
    const alone = output(platformFrom(text(1)))
      .service('cache')
      .volumes?.find(({ target }) => target === '/data')?.source;
    expect(sources).toEqual([alone, 'cache-1_data', 'cache-2_data']);
  });

  it('know their own names', () => {
    expect(names.map((name) => service(name).environment!['ME'])).toEqual(['cache-0', 'cache-1', 'cache-2']);
  });

  it('are waited for, and listed to who uses them', () => {
    expect(Object.keys(service('api').depends_on!).filter((name) => !name.startsWith('slipway'))).toEqual(names);
    const list = 'cache-0:11211,cache-1:11211,cache-2:11211';
    expect(service('api').environment).toMatchObject({ CACHES: list, BY_PORT: list, CACHE_ADDR: 'cache:11211' });
  });

  it('have their own containers beside them', () => {
    const made = output(platformFrom(text(2, ', sidecars: { agent: { image: "agent:1" } }')));
    expect(made.service('cache-1').network_mode).toBe('service:cache-1-network');
    expect(made.service('cache-1-agent').network_mode).toBe('service:cache-1-network');
    expect(made.service('cache-1-network').networks).toEqual({ api_cache: { aliases: ['cache-1', 'cache', 'memo'] } });
    expect(made.service('cache-network').networks).toEqual({ api_cache: { aliases: ['cache', 'cache-0', 'memo'] } });
  });

  it('are one in a group, too', () => {
    const made = output(platformFrom(`${text(2)}\nmeshes: { peers: [cache, api] }`));
    expect(Object.keys(made.service('cache-1').networks!)).toEqual(['peers']);
  });

  it('is alone where one is enough', () => {
    const made = output(platformFrom(text(1)));
    expect(made.service('api').environment!['CACHES']).toBe('cache:11211');
    expect(made.service('cache').networks).toEqual({ api_cache: { aliases: ['memo'] } });
  });
});
