import { limits, render } from '../../k8s/index';
import { type Data, find, mainOf, platformFrom, readBack } from './manifests';

const body = (as = '') => `services:
  api: { image: "api:1", uses: [cache], env: { CACHES: "\${cache.addrs}" } }
resources:
  cache: { kind: container, image: "cache:1", ports: { tcp: { number: 11211${as} } }, health: { tcp: true }, replicas: 2 }`;
const objects = readBack(render(platformFrom(body())));
const spec = (name: string) => find(objects, `Service/${name}`).spec;

describe('several servers of one resource on Kubernetes', () => {
  it('have a name each, which leads to the pod from before it is ready', () => {
    for (const pod of ['cache-0', 'cache-1']) {
      expect(spec(pod)).toEqual({
        type: 'ClusterIP',
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: { 'app.kubernetes.io/name': 'cache', 'statefulset.kubernetes.io/pod-name': pod },
        ports: [{ name: 'tcp', port: 11211, targetPort: 11211, protocol: 'TCP' }],
      });
    }
    expect(spec('cache').clusterIP).toBeUndefined();
  });

  it('are the pods of one StatefulSet, which keeps the name that it has been known by', () => {
    const set = find(objects, 'StatefulSet/cache').spec;
    expect([set.replicas, set.serviceName]).toEqual([2, 'cache']);
  });

  it('are listed to who uses them', () => {
    const env = mainOf(find(objects, 'Deployment/api')).env as Data[];
    expect(env.find(({ name }) => name === 'CACHES').value).toBe('cache-0:11211,cache-1:11211');
  });

  it('have an address of their own where callers use another number than the program', () => {
    const other = readBack(render(platformFrom(body(', as: 211'))));
    expect(find(other, 'Service/cache-0').spec.clusterIP).toBeUndefined();
    expect(find(other, 'Service/cache-0').spec.ports[0]).toMatchObject({ port: 211, targetPort: 11211 });
    const env = mainOf(find(other, 'Deployment/api')).env as Data[];
    expect(env.find(({ name }) => name === 'CACHES').value).toBe('cache-0:211,cache-1:211');
  });

  it('refuses a service by the name of one of them', () => {
    const other = platformFrom(body().replace('  api:', '  cache-1: { image: "a:1" }\n  api:'));
    const found = limits.flatMap((limit) => limit.find(other).map((path) => [limit.code, ...path].join(' ')));
    expect(found).toEqual(['unsupported-name services cache-1']);
  });

  it('has no further names where it is alone', () => {
    const one = readBack(render(platformFrom(body().replace('replicas: 2', 'replicas: 1'))));
    expect(one.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name)).toEqual(['cache']);
  });
});
