import { schemaProblems } from './manifest-schema';

const deployment = (container: object, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'users', labels: { 'app.kubernetes.io/name': 'users' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'users' } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'users' }, annotations: { 'slipway/files': '1' } },
      spec: { containers: [{ name: 'users', image: 'users', ...container }] },
    },
    ...spec,
  },
});

describe('the schema of manifests', () => {
  it('takes a good Deployment', () => {
    const container = {
      env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'password', optional: true } } }],
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      resources: { limits: { cpu: '250m', memory: '64Mi' } },
    };
    expect(schemaProblems(deployment(container))).toEqual([]);
  });

  it('refuses a value of the wrong type', () => {
    expect(schemaProblems(deployment({}, { replicas: 'two' }))).toContainEqual(
      expect.stringContaining('/spec/replicas: type'),
    );
  });

  it('refuses a missing field', () => {
    expect(schemaProblems(Object.assign(deployment({}), { spec: { replicas: 1 } }))).not.toEqual([]);
  });

  it('refuses an unknown field, however deep', () => {
    expect(schemaProblems(deployment({ imagePullPolice: 'Always' }))).toEqual([
      '/spec/template/spec/containers/0/imagePullPolice: unknown field',
    ]);
    expect(schemaProblems(deployment({}, { minReadyMinutes: 1 }))).toEqual(['/spec/minReadyMinutes: unknown field']);
    expect(schemaProblems(deployment({ env: [{ name: 'A', from: 'b' }] }))).toEqual([
      '/spec/template/spec/containers/0/env/0/from: unknown field',
    ]);
    expect(schemaProblems(deployment({ livenessProbe: { httpGet: { path: '/', port: 80, https: true } } }))).toEqual([
      '/spec/template/spec/containers/0/livenessProbe/httpGet/https: unknown field',
    ]);
  });

  it('refuses an unknown field of a route', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'users' },
      spec: { rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], timeout: '1s' }] },
    };
    expect(schemaProblems(route)).toEqual(['/spec/rules/0/timeout: unknown field']);
  });

  it('refuses a kind that it does not know', () => {
    expect(schemaProblems({ apiVersion: 'apps/v1', kind: 'ReplicaSett' })).not.toEqual([]);
  });
});
