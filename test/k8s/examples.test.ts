import { render } from '../../k8s/index';
import { isSecret, secretEntries } from '../../platform/index';
import { schemaProblems } from '../support/manifest-schema';
import { everyEnvironment, platformOf } from '../support/platforms';
import { podSecurityProblems } from '../support/pod-security';
import { type Data, find, type Read, readBack, templateOf } from './manifests';

const environments = everyEnvironment().filter(
  ([example, name]) => platformOf(example, name).environment.runtime === 'kubernetes',
);

it('has environments on Kubernetes to look at', () => {
  expect(environments.length).toBeGreaterThanOrEqual(6);
});

describe.each(environments)('%s in %s', (example, name) => {
  const platform = platformOf(example, name);
  const files = render(platform);
  const objects = readBack(files);
  const pods = objects.flatMap((object) => {
    const template = templateOf(object);
    return template === undefined ? [] : [{ object, template }];
  });
  const named = ({ kind, metadata }: Read) => `${kind}/${metadata.name}`;

  it('keeps to the schema of every kind, with no field that it does not know', () => {
    expect(
      objects.flatMap((object) => schemaProblems(withoutFile(object)).map((problem) => `${named(object)} ${problem}`)),
    ).toEqual([]);
  });

  it('has pods that meet Pod Security restricted, in a namespace that asks for it', () => {
    expect(pods.length).toBeGreaterThanOrEqual(platform.services.length);
    const problems = pods.flatMap(({ object, template }) =>
      podSecurityProblems(template.spec, template.metadata.annotations).map((problem) => `${named(object)} ${problem}`),
    );
    expect(problems).toEqual([]);
    const labels = find(objects, `Namespace/${platform.environment.namespace}`).metadata.labels;
    for (const mode of ['enforce', 'audit', 'warn'])
      expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe('restricted');
  });

  it('names every object once', () => {
    const all = objects.map(named);
    expect(all.length).toBe(new Set(all).size);
  });

  it('selects the pods that it means, by one label', () => {
    for (const { object, template } of pods.filter(
      ({ object }) => object.kind !== 'Job' && object.kind !== 'CronJob',
    )) {
      expect(object.spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': object.metadata.name });
      expect(template.metadata.labels).toMatchObject(object.spec.selector.matchLabels);
    }
    const labels = new Set(pods.map(({ template }) => template.metadata.labels['app.kubernetes.io/name']));
    for (const { spec } of objects.filter(({ kind }) => kind === 'Service')) {
      expect(labels).toContain(spec.selector['app.kubernetes.io/name']);
    }
  });

  it('gives every pod an account that exists and no token', () => {
    for (const { template } of pods) {
      const account = find(objects, `ServiceAccount/${template.spec.serviceAccountName}`) as Read &
        Record<string, unknown>;
      expect(account['automountServiceAccountToken']).toBe(false);
      expect(template.spec.automountServiceAccountToken).toBe(false);
    }
  });

  it('reads only keys of Secrets that are made or given, and mounts only what exists', () => {
    const keys = new Set(secretEntries(platform).map((entry) => `${entry.name}/${entry.key}`));
    const used = new Set<string>();
    for (const { template } of pods) {
      for (const container of allContainers(template.spec)) {
        for (const { valueFrom } of container.env ?? []) {
          if (valueFrom?.secretKeyRef !== undefined)
            used.add(`${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`);
        }
        const volumes = [...(template.spec.volumes ?? []).map((volume) => volume.name), ...claimed(objects, template)];
        for (const mount of container.volumeMounts ?? []) expect(volumes).toContain(mount.name);
      }
      for (const volume of template.spec.volumes ?? []) {
        const map = (volume as { configMap?: { name: string } }).configMap;
        if (map !== undefined) find(objects, `ConfigMap/${map.name}`);
      }
    }
    expect([...used].filter((key) => !keys.has(key))).toEqual([]);
    expect([...keys].filter((key) => !used.has(key))).toEqual([]);
  });

  it('holds no secret: a variable that is one has a source, or a text with the name of one', () => {
    for (const workload of [...platform.services, ...platform.jobs]) {
      const { template } = pods.find(({ object }) => object.metadata.name === workload.name) as (typeof pods)[number];
      const env = new Map(
        (template.spec.containers[0] as Data).env?.map((each: { name: string }) => [each.name, each]),
      );
      for (const variable of workload.env.filter(({ value }) => isSecret(value))) {
        const { value, valueFrom } = env.get(variable.name) as { value?: string; valueFrom?: object };
        expect(valueFrom !== undefined || /\$\([A-Z0-9_]+\)/.test(value ?? '')).toBe(true);
      }
    }
  });

  it('starts every file with what made it', () => {
    for (const text of files.values())
      expect(text).toMatch(/^(#!\/usr\/bin\/env bash\n)?# Made by Slipway from platform\.yaml\./);
  });
});

function withoutFile({ file: _file, ...object }: Read) {
  return object;
}

function allContainers(spec: Record<string, Data>): Record<string, Data>[] {
  return [...(spec['initContainers'] ?? []), ...spec['containers']];
}

/** Names of what a StatefulSet claims for its pods. */
function claimed(objects: readonly Read[], template: object): string[] {
  const owner = objects.find((object) => templateOf(object) === template);
  return (owner?.spec.volumeClaimTemplates ?? []).map((claim: { metadata: { name: string } }) => claim.metadata.name);
}
