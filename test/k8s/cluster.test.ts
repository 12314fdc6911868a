import { parse } from 'yaml';
import { render } from '../../k8s/index';
import type { Platform } from '../../platform/index';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { type Data, find, platformFrom, type Read, readBack, templateOf } from './manifests';

const body = `
services:
  web: { image: "web:1", ports: { http: 8080 }, routes: /, uses: [main.web, cache], migrate: [/web, migrate], architecture: arm64, files: { /etc/web.conf: { content: "a" } } }
  store: { image: "store:1", ports: { http: 8080 }, volumes: { data: { path: /data } } }
jobs:
  seed: { image: "seed:1", uses: [main.web], volumes: { spool: { path: /spool } } }
  nightly: { image: "nightly:1", schedule: "15 2 * * *" }
resources:
  main: { kind: postgres, databases: [web] }
  cache: { kind: redis }
`;

const settings = `
    kubernetes:
      issuer: staging-ca
      imagePullSecrets: [registry, mirror]
      storageClass: standard
      nodeSelector: { pool: apps }
      tolerations: [{ key: dedicated, operator: Equal, value: apps, effect: NoSchedule }]
      labels: { team: blue }
      annotations: { prometheus.io/scrape: "true" }
      workloads:
        main: { storageClass: fast, nodeSelector: { pool: data }, tolerations: [{ key: data }], labels: { team: red, tier: data } }
        web: { annotations: { prometheus.io/scrape: "false", note: "a: b" }, tolerations: [{ effect: NoExecute, tolerationSeconds: 30 }] }
`;

function rendered(environment: string): { platform: Platform; files: ReadonlyMap<string, string>; objects: Read[] } {
  const platform = platformFrom(body, environment);
  const files = render(platform);
  return { platform, files, objects: readBack(files) };
}

/** In the flow style that the environment of these tests is written in. */
const flow = (block: string) => JSON.stringify(parse(block).kubernetes);

const plain = rendered('');
const own = rendered(`, kubernetes: ${flow(settings)}`);
const shared = rendered(', namespace: team-a, kubernetes: { createNamespace: false }');

const podOf = (objects: readonly Read[], target: string) => {
  const template = templateOf(find(objects, target));
  if (template === undefined) throw new Error(`${target} has no pods`);
  return template;
};
const spec = (target: string): Data => podOf(own.objects, target).spec;
const apps = { key: 'dedicated', operator: 'Equal', value: 'apps', effect: 'NoSchedule' };
const data = { key: 'data', operator: 'Exists' };

it.each([
  ['as it is', plain.objects],
  ['with settings', own.objects],
  ['in a namespace of others', shared.objects],
])('a cluster %s gets nothing that its schemas or Pod Security restricted refuse', (_title, objects) => {
  expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
  const templates = objects.map(templateOf).filter((template) => template !== undefined);
  expect(templates.flatMap((each) => podSecurityProblems(each.spec, each.metadata.annotations))).toEqual([]);
});

describe('settings of a cluster', () => {
  it('choose nodes besides the architecture, for all and for single workloads', () => {
    expect(spec('Deployment/web').nodeSelector).toEqual({ pool: 'apps', 'kubernetes.io/arch': 'arm64' });
    expect(spec('StatefulSet/main').nodeSelector).toEqual({ pool: 'data' });
    expect(spec('CronJob/nightly').nodeSelector).toEqual({ pool: 'apps' });
    expect(podOf(plain.objects, 'StatefulSet/main').spec['nodeSelector']).toBeUndefined();
  });

  it('tolerate taints: those of a workload on top of those of all', () => {
    expect(spec('StatefulSet/store').tolerations).toEqual([apps]);
    expect(spec('StatefulSet/main').tolerations).toEqual([apps, data]);
    expect(spec('Deployment/web').tolerations).toEqual([
      apps,
      { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
    ]);
  });

  it('hold for what a service or a store has run once, too', () => {
    expect(spec('Job/main-provision')).toMatchObject({ nodeSelector: { pool: 'data' }, tolerations: [apps, data] });
    expect(spec('Job/web-migrate').tolerations).toHaveLength(2);
    expect(find(own.objects, 'Job/main-provision').metadata.labels).toMatchObject({ team: 'red', tier: 'data' });
  });

  it('pull every image with the secrets of the team', () => {
    const pods = own.objects.map(templateOf).filter((template) => template !== undefined);
    expect(pods.length).toBeGreaterThanOrEqual(8);
    for (const pod of pods) expect(pod.spec['imagePullSecrets']).toEqual([{ name: 'mirror' }, { name: 'registry' }]);
  });

  it('claim volumes of the class, by a StatefulSet and by a job', () => {
    const classOf = (target: string) =>
      find(own.objects, target).spec.volumeClaimTemplates.map((claim: Data) => claim.spec.storageClassName);
    expect(classOf('StatefulSet/store')).toEqual(['standard']);
    expect(classOf('StatefulSet/main')).toEqual(['fast']);
    expect(find(own.objects, 'PersistentVolumeClaim/seed-spool').spec.storageClassName).toBe('standard');
    const [claim] = find(plain.objects, 'StatefulSet/main').spec.volumeClaimTemplates;
    expect(claim.spec).not.toHaveProperty('storageClassName');
  });

  it('label every object and pod, and leave selectors as they are', () => {
    for (const object of own.objects) {
      const red = /^(main|main-provision)$/.test(object.metadata.labels['app.kubernetes.io/name'] ?? '');
      expect(object.metadata.labels).toMatchObject({ team: red ? 'red' : 'blue' });
      expect(templateOf(object)?.metadata.labels ?? { team: red ? 'red' : 'blue' }).toMatchObject({
        team: red ? 'red' : 'blue',
      });
      expect(JSON.stringify(object.spec?.selector ?? object.spec?.podSelector ?? {})).not.toContain('team');
    }
  });

  it('annotate what makes pods and the pods, beside what Slipway notes there', () => {
    const note = { 'prometheus.io/scrape': 'false', note: 'a: b' };
    expect(find(own.objects, 'Deployment/web').metadata.annotations).toEqual(note);
    expect(podOf(own.objects, 'Deployment/web').metadata.annotations).toEqual({
      ...note,
      'slipway/files': expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    for (const target of ['StatefulSet/store', 'CronJob/nightly', 'Job/seed']) {
      expect(find(own.objects, target).metadata.annotations).toEqual({ 'prometheus.io/scrape': 'true' });
      expect(podOf(own.objects, target).metadata.annotations).toEqual({ 'prometheus.io/scrape': 'true' });
    }
    expect(find(own.objects, 'Service/web').metadata.annotations).toBeUndefined();
  });

  it('ask the issuer of the team for the certificate', () => {
    const annotations = (objects: readonly Read[]) => find(objects, 'Gateway/shop').metadata.annotations;
    expect(annotations(plain.objects)).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
    expect(annotations(own.objects)).toEqual({ 'cert-manager.io/cluster-issuer': 'staging-ca' });
    const ingress = platformFrom(
      `gateway: { kind: ingress }${body}`,
      ', kubernetes: { issuer: { name: ca, kind: Issuer } }',
    );
    expect(find(readBack(render(ingress)), 'Ingress/shop').metadata.annotations).toEqual({
      'cert-manager.io/issuer': 'ca',
    });
  });
});

describe('a namespace that exists', () => {
  it('is not made, and everything goes into it', () => {
    expect(shared.objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
    expect(shared.files.has('base/namespace.yaml')).toBe(false);
    const top: Data = parse(shared.files.get('kustomization.yaml') ?? '');
    expect(top.namespace).toBe('team-a');
    expect(top.resources).not.toContain('base/namespace.yaml');
    expect(plain.files.has('base/namespace.yaml')).toBe(true);
  });

  it('must have the labels that Slipway gives its own, as the kustomization says', () => {
    const notes = shared.files.get('kustomization.yaml') ?? '';
    expect(notes).toContain('# The namespace team-a must exist, with these labels:');
    const { labels } = find(plain.objects, 'Namespace/shop-test').metadata;
    const security = Object.entries(labels).filter(([key]) => key.startsWith('pod-security.kubernetes.io/'));
    expect(security).toHaveLength(6);
    for (const [key, value] of security) expect(notes).toContain(`#   ${key}: ${value}\n`);
    expect(notes).not.toContain('kubectl apply --filename base/namespace.yaml');
    expect(plain.files.get('kustomization.yaml')).not.toContain('must exist');
  });

  it('keeps the pods of others open: policies that hold for every pod select those of the platform', () => {
    const ours = { matchLabels: { 'app.kubernetes.io/instance': 'shop-test' } };
    for (const name of ['shop-default-deny', 'shop-default-dns'])
      expect(find(shared.objects, `NetworkPolicy/${name}`).spec.podSelector).toEqual(ours);
    const pods = shared.objects.map(templateOf).filter((template) => template !== undefined);
    for (const { metadata } of pods) expect(metadata.labels).toMatchObject(ours.matchLabels);
    expect(find(plain.objects, 'NetworkPolicy/default-deny').spec.podSelector).toEqual({});
  });

  it('does not lose whose the pods are', () => {
    const { metadata } = find(shared.objects, 'NetworkPolicy/shop-default-deny');
    expect(metadata.annotations).toEqual({ 'slipway/owner': shared.platform.owner });
  });
});
