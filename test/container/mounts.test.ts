import { limits as ecsLimits } from '../../cdk/limits';
import { limits as k8sLimits } from '../../k8s/limits';
import { list } from '../cdk/assembly';
import { output } from '../compose/workshop';
import { platformIn, problemsIn, Targets, type Told } from './targets';

/** One writes, others read. */
const text = `services:
  api: { image: "api:1", user: 1001, volumes: { uploads: { path: /out } } }
  web: { image: "web:1", user: 1002, mounts: { /srv/uploads: api.uploads, /srv/index: search.data }, scale: 2 }
jobs:
  pack: { image: "pack:1", mounts: { /in: api.uploads } }
resources:
  search: { kind: container, image: "search:1", volumes: { data: { path: /data } } }
`;

describe('a volume of another', () => {
  const made = output(platformIn('local', text));
  const mount = (source: string, target: string) => ({
    ...{ type: 'volume', source, target, read_only: true, volume: { nocopy: true } },
  });

  it('is the owner’s own volume, read-only, for services and jobs', () => {
    expect(made.service('web').volumes).toEqual([
      mount('search_data', '/srv/index'),
      mount('api_uploads', '/srv/uploads'),
    ]);
    expect(made.service('pack').volumes).toEqual([mount('api_uploads', '/in')]);
    expect(made.service('api').volumes).toEqual([{ type: 'volume', source: 'api_uploads', target: '/out' }]);
  });

  it('is there when the owner has it, and stays the owner’s', () => {
    const ended = { condition: 'service_completed_successfully' };
    expect(made.service('web').depends_on).toEqual({ 'api-volumes': ended, 'search-volumes': ended });
    expect(made.service('pack').depends_on).toEqual({ 'api-volumes': ended });
    expect(made.service('api-volumes').entrypoint).toEqual(['chown', '1001:1001', '/volumes/uploads']);
    expect(made.document.services).not.toHaveProperty('web-volumes');
  });

  it('keeps no replicas back: what reads alone may run twice', () => {
    expect(made.service('web').deploy.replicas).toBe(2);
  });
});

it('is refused by name where the target has no such storage', () => {
  const found = (limits: typeof k8sLimits, environment: 'cluster' | 'cloud', more: Told = {}) =>
    limits
      .filter(({ code }) => code === 'unsupported-shared-volume')
      .flatMap((limit) => limit.find(platformIn(environment, text, more)).map((path) => path.join('.')));
  // A class is named for the cluster, or for one owner.
  const places = ['services.web.mounts./srv/index', 'services.web.mounts./srv/uploads', 'jobs.pack.mounts./in'];
  expect(found(k8sLimits, 'cluster')).toEqual(places);
  const kubernetes = (fields: string) => ({ kubernetes: `kubernetes: { ${fields} }` });
  expect(found(k8sLimits, 'cluster', kubernetes('workloads: { api: { sharedStorageClass: many } }'))).toEqual([
    places[0],
  ]);
  expect(found(k8sLimits, 'cluster', kubernetes('sharedStorageClass: many'))).toEqual([]);
  // A server keeps its data on the disk of its task.
  expect(found(ecsLimits, 'cloud')).toEqual([places[0]]);
});

describe('containers beside', () => {
  const beside = `services:
  api: { image: "api:1", user: 1001, volumes: { uploads: { path: /out } }, scale: 1,
    sidecars: { scan: { image: "scan:1", mounts: { /in: api.uploads } } }, init: { old: { image: "old:1", mounts: { /in: api.uploads } } } }
jobs: { pack: { image: "pack:1", volumes: { state: { path: /state } }, sidecars: { log: { image: "log:1", mounts: { /state: pack.state } } } } }`;
  const targets = new Targets(beside);

  it('read the volumes of their own workload on Compose, once these are given to their owner', () => {
    const own = { type: 'volume', source: 'api_uploads', target: '/in', read_only: true, volume: { nocopy: true } };
    const ended = { condition: 'service_completed_successfully' };
    for (const name of ['api-scan', 'api-old']) {
      expect(targets.compose(name).volumes).toEqual([own]);
      expect(targets.compose(name).depends_on).toMatchObject({ 'api-volumes': ended });
    }
    expect(targets.compose('pack-log').volumes).toEqual([
      expect.objectContaining({ source: 'pack_state', read_only: true }),
    ]);
  });

  it('read them in their pod on Kubernetes, where the claim stays that of the replica', () => {
    const { spec } = targets.pod('StatefulSet/api');
    const mount = { name: 'uploads', mountPath: '/in', readOnly: true };
    for (const each of spec.initContainers ?? []) expect(each).toHaveProperty('volumeMounts', [mount]);
    expect(spec.initContainers).toHaveLength(2);
    expect(spec.volumes).toBeUndefined();
    const [claim] = targets.object('StatefulSet/api').spec.volumeClaimTemplates;
    expect(claim).toMatchObject({ metadata: { name: 'uploads' }, spec: { accessModes: ['ReadWriteOnce'] } });
    expect(targets.objects.filter(({ kind }) => kind === 'PersistentVolumeClaim')).toHaveLength(1);
    expect(targets.pod('Job/pack').spec.volumes).toEqual([
      { name: 'state', persistentVolumeClaim: { claimName: 'pack-state' } },
    ]);
  });

  it('read them in their task on ECS, as the role of that task, which mounts each once', () => {
    const volume = { SourceVolume: 'volume_api_uploads' };
    expect(targets.definition('api')).toMatchObject({ MountPoints: [{ ContainerPath: '/out', ...volume }] });
    for (const name of ['scan', 'old'])
      expect(targets.definition('api', name)).toMatchObject({
        MountPoints: [{ ContainerPath: '/in', ...volume, ReadOnly: true }],
      });
    expect(list(targets.task('api'), 'Volumes')).toHaveLength(1);
    expect(list(targets.task('pack'), 'Volumes').map(({ Name }) => Name)).toEqual(['volume_pack_state']);
  });
});

it('belongs to the server of the same number, for what runs beside one of several', () => {
  const servers =
    'services: {}\nresources: { docs: { kind: container, image: "d:1", replicas: 2, volumes: { data: { path: /data } }, sidecars: { copy: { image: "c:1", mounts: { /in: docs.data } } } } }';
  const made = output(platformIn('local', servers));
  const sources = ['docs-copy', 'docs-1-copy'].map((name) => made.service(name).volumes?.map(({ source }) => source));
  expect(sources).toEqual([['docs_data'], ['docs-1_data']]);
});

it('is read by servers as well', () => {
  const served = `services: { api: { image: "api:1", volumes: { site: { path: /out } } } }
resources: { pages: { kind: container, image: "nginx:1", ports: { http: 8080 }, mounts: { /usr/share/nginx/html: api.site } } }`;
  const targets = new Targets(served, { kubernetes: 'kubernetes: { sharedStorageClass: many }' });
  const target = '/usr/share/nginx/html';
  expect(targets.compose('pages').volumes).toContainEqual(
    expect.objectContaining({ source: 'api_site', target, read_only: true }),
  );
  expect(targets.pod('StatefulSet/pages').spec.containers[0]).toHaveProperty('volumeMounts', [
    { name: 'api-site', mountPath: target, readOnly: true },
  ]);
  expect(targets.definition('pages')).toMatchObject({
    MountPoints: [{ ContainerPath: target, SourceVolume: 'volume_api_site', ReadOnly: true }],
  });
});

it('may be taken away in an environment', () => {
  const { services } = platformIn('local', text, { compose: 'services: { web: { mounts: { /srv/index: null } } }' });
  expect(services.find(({ name }) => name === 'web')?.mounts).toEqual([
    { path: '/srv/uploads', owner: 'api', volume: 'uploads' },
  ]);
});

it.each([
  ['web.mine', 'a volume of its own'],
  ['far.data', 'a volume of a server that is elsewhere'],
  ['api.nothing', 'a volume that there is not'],
  ['pack.state', 'a volume of a job'],
  ['api', 'no volume'],
])('refuses %s: %s', (reference) => {
  const wrong = `services:
  api: { image: "api:1", volumes: { uploads: { path: /out } } }
  web: { image: "web:1", volumes: { mine: { path: /mine } }, mounts: { /in: ${reference} } }
jobs: { pack: { image: "pack:1", volumes: { state: { path: /state } } } }
resources: { far: { kind: container, provider: external, external: { host: far.example.com }, ports: { http: 80 } } }`;
  expect(problemsIn('local', wrong)).toEqual(['unknown-volume services.web.mounts./in']);
});

it('refuses the volume of another job, of a container beside as of the job itself', () => {
  const wrong = `services: { api: { image: "api:1", sidecars: { scan: { image: "s:1", mounts: { /in: pack.state } } } } }
jobs: { pack: { image: "pack:1", volumes: { state: { path: /state } } } }`;
  expect(problemsIn('local', wrong)).toEqual(['unknown-volume services.api.sidecars.scan.mounts./in']);
});

it('refuses two mounts at one place in a container beside', () => {
  const wrong = `services: { api: { image: "api:1", volumes: { a: { path: /a } }, sidecars: { scan: { image: "s:1", mounts: { /in: api.a }, writable: [/in] } } } }`;
  expect(problemsIn('local', wrong)).toEqual(['mount-twice services.api.sidecars.scan.writable.0']);
});
