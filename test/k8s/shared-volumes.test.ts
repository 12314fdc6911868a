import { render } from '../../k8s/index';
import type { Platform } from '../../platform/index';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { find, platformFrom, type Read, readBack, templateOf } from './manifests';

const text = `services:
  api: { image: "api:1", user: "1001:1010", ports: { http: 8080 }, scale: { min: 2, max: 4, cpu: 60 },
    volumes: { cold: { path: /cold, size: 3Gi }, uploads: { path: /out, size: 7Gi } }, uses: [main.api], migrate: [/api, migrate] }
  web: { image: "web:1", user: 1002, ports: { http: 8080 }, mounts: { /srv/uploads: api.uploads, /srv/index: search.data },
    sidecars: { thumb: { image: "thumb:1", mounts: { /in: api.uploads } } } }
  kin: { image: "kin:1", user: "1003:1010", ports: { http: 8080 }, mounts: { /in: api.uploads }, migrate: [/kin, migrate], uses: [main.kin] }
jobs:
  pack: { image: "pack:1", mounts: { /in: api.uploads } }
  nightly: { image: "pack:1", schedule: "0 3 * * *", mounts: { /in: api.uploads } }
resources:
  main: { kind: postgres, databases: [api, kin] }
  search: { kind: container, image: "search:1", user: 1005, volumes: { data: { path: /data } } }
`;
const classes =
  ', kubernetes: { storageClass: disk, sharedStorageClass: many, workloads: { search: { sharedStorageClass: index } } }';

let platform: Platform;
let objects: readonly Read[];
const get = (target: string) => find(objects, target);
const podOf = (target: string) => {
  const { spec } = get(target);
  return (spec.jobTemplate?.spec ?? spec).template.spec;
};

beforeAll(() => {
  platform = platformFrom(text, classes);
  objects = readBack(render(platform));
});

describe('a volume that others read', () => {
  it('is one claim for many nodes, of the class for that, before everything that mounts it', () => {
    const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(
      claims.map(({ file, metadata, spec }) => [
        file,
        metadata.name,
        spec.accessModes,
        spec.storageClassName,
        spec.resources.requests.storage,
      ]),
    ).toEqual([
      ['base/volumes.yaml', 'api-uploads', ['ReadWriteMany'], 'many', '7Gi'],
      ['base/volumes.yaml', 'search-data', ['ReadWriteMany'], 'index', '10Gi'],
    ]);
  });

  it('is written by all replicas of its owner, which claims for itself what nobody else reads', () => {
    const { spec } = get('StatefulSet/api');
    expect(spec.volumeClaimTemplates.map((each: Read) => [each.metadata.name, each.spec.accessModes])).toEqual([
      ['cold', ['ReadWriteOnce']],
    ]);
    expect(podOf('StatefulSet/api').volumes).toContainEqual({
      name: 'uploads',
      persistentVolumeClaim: { claimName: 'api-uploads' },
    });
    expect(podOf('StatefulSet/api').containers[0].volumeMounts).toContainEqual({ name: 'uploads', mountPath: '/out' });
  });

  it('keeps its owner a StatefulSet: a Deployment beside the one in the cluster would run the service twice', () => {
    // All that is left of the claims of a server is that one.
    expect(get('StatefulSet/search').spec).not.toHaveProperty('volumeClaimTemplates');
    expect(objects.some(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'search')).toBe(false);
  });

  it.each([
    ['Deployment/web', 1002],
    ['Job/pack', 65532],
    ['CronJob/nightly', 65532],
  ])('is read-only in %s, by the claim too, in a pod that is of the group of its files', (target, group) => {
    const pod = podOf(target);
    expect(pod.volumes).toContainEqual({
      name: 'api-uploads',
      persistentVolumeClaim: { claimName: 'api-uploads', readOnly: true },
    });
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])])
      for (const mount of container.volumeMounts ?? []) expect(mount.readOnly).toBe(true);
    expect(pod.securityContext.fsGroup).toBe(group);
    expect(pod.securityContext.supplementalGroups).toContain(1010);
  });

  it('is one volume of a pod however many of its containers read it', () => {
    const pod = podOf('Deployment/web');
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['api-uploads', 'search-data']);
    expect(pod.securityContext.supplementalGroups).toEqual([1005, 1010]);
    expect(pod.initContainers.at(-1)).toMatchObject({
      name: 'thumb',
      volumeMounts: [{ name: 'api-uploads', mountPath: '/in', readOnly: true }],
    });
  });

  it('needs no further group where the reader has the same', () => {
    expect(podOf('Deployment/kin').securityContext).not.toHaveProperty('supplementalGroups');
  });

  it('is not there in a migration, neither of its owner nor of a reader', () => {
    for (const target of ['Job/api-migrate', 'Job/kin-migrate'])
      expect(JSON.stringify(podOf(target))).not.toContain('persistentVolumeClaim');
  });

  it('meets the schema of Kubernetes and Pod Security restricted', () => {
    expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
    const templates = objects.map(templateOf).filter((template) => template !== undefined);
    expect(templates.flatMap(({ spec, metadata }) => podSecurityProblems(spec, metadata.annotations))).toEqual([]);
  });
});

it('says on top of the claims where the data of a volume is that had no reader before', () => {
  expect(render(platform).get('base/volumes.yaml')).toMatch(
    /^# .*\n(#.*\n)*# mounts both, kubectl delete statefulset <owner>/,
  );
});

it('has the class of the cluster itself where the environment accepts that', () => {
  const own = readBack(
    render(platformFrom(text, ', kubernetes: { storageClass: disk }, accept: [unsupported-shared-volume]')),
  );
  for (const name of ['api-uploads', 'search-data'])
    expect(find(own, `PersistentVolumeClaim/${name}`).spec).not.toHaveProperty('storageClassName');
});

it('is each replica’s own again, and no object of its own, where nobody reads it', () => {
  const alone = readBack(
    render(platformFrom('services: { api: { image: "a:1", volumes: { uploads: { path: /out } } } }')),
  );
  expect(find(alone, 'StatefulSet/api').spec.volumeClaimTemplates).toHaveLength(1);
  expect(alone.some(({ kind, file }) => kind === 'PersistentVolumeClaim' || file === 'base/volumes.yaml')).toBe(false);
});
