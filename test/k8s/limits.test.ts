import { limits, render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { auth, refused, store } from './limit-cases';
import { platformFrom, readBack, templateOf } from './manifests';

const enforced = 'pod-security.kubernetes.io/enforce';

describe('what Kubernetes cannot express', () => {
  it.each(refused.map(([code, body, environment, field]) => [code, field, body, environment] as const))(
    'refuses %s of %s',
    (code, field, body, environment) => {
      const platform = platformFrom(body, environment);
      const found = limits
        .filter((limit) => limit.code === code)
        .flatMap((limit) => limit.find(platform).map((path) => path.join('.')));
      expect(found).toEqual([field]);
    },
  );

  it('has a case here for every limit', () => {
    const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code).sort();
    const cases = refused.map(([code]) => ({ code }));
    expect([...new Set(codes(cases))]).toEqual([...new Set(codes(limits))]);
  });

  it('finds nothing in a platform that stays within them', () => {
    const platform = platformFrom(
      `${auth}services:
  web: { image: "web:1", ports: { http: 8080 }, routes: [{ path: /, rewrite: /v1, timeout: 1m }], capabilities: [NET_BIND_SERVICE],
    sysctls: { net.ipv4.tcp_syncookies: 1 }, sidecars: { proxy: { image: "proxy:1", sysctls: { net.ipv4.tcp_syncookies: 1 } } },
    calls: [api], after: { api: healthy, main: healthy, cache: started, far: started }, passthrough: [REGION], scale: { min: 1, max: 3, cpu: 50 }, uses: [main.web, cache] }
  api: { build: services/api, ports: { http: 8080 } }
jobs: { seed: { image: "a:1", after: [main] }, late: { image: "b:1", after: { api: started, cache: healthy } },
  nightly: { image: "b:1", schedule: "0 3 * * *", after: [seed] } }
resources: { ${store}, cache: { kind: redis }, far: { kind: redis, provider: external, external: { host: far.example.com } } }`,
    );
    expect(limits.flatMap((limit) => limit.find(platform).map((path) => `${limit.code} ${path.join('.')}`))).toEqual(
      [],
    );
  });

  it.each(refused.filter(([code]) => limits.every((limit) => limit.code !== code || limit.acceptable)))(
    'renders without %s where the environment lives with it',
    (code, body, environment) => {
      const objects = readBack(render(platformFrom(body, environment)));
      expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
      const templates = objects.map(templateOf).filter((template) => template !== undefined);
      const problems = templates.flatMap(({ spec, metadata }) => podSecurityProblems(spec, metadata.annotations));
      const level = objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels[enforced];
      // `baseline` asks all the rest, and is there for root alone.
      expect(level).toBe(code === 'unsupported-root-user' ? 'baseline' : 'restricted');
      expect(problems.filter((each) => level === 'restricted' || !/runAsNonRoot|runAsUser/.test(each))).toEqual([]);
    },
  );

  it('says for each what to do, and keeps the whole ones from being accepted', () => {
    for (const { code, reason, fix, acceptable, runtimes } of limits) {
      expect(reason.length * fix.length).toBeGreaterThan(0);
      expect(runtimes).toEqual(['kubernetes']);
      if (code === 'unsupported') expect(acceptable).toBe(false);
    }
  });
});
