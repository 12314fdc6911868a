import type { WorkloadSettingsDescription } from '../description/kubernetes';
import { nearest } from '../model/nearest';
import type { Container, Platform } from '../model/platform';
import { sharedVolumes } from '../model/shared-volumes';
import { isKubernetes } from '../resolve/kubernetes';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** Fields of a cluster; elsewhere they would be read and mean nothing. */
function* kubernetesField({ name, given }: Scope, { environment }: Platform): Iterable<Broken> {
  if (isKubernetes(environment.runtime) || given.kubernetes === undefined) return;
  const rule = `has no meaning on ${environment.runtime}`;
  yield { path: ['environments', name, 'kubernetes'], key: true, rule, fix: 'remove it' };
}

interface Settings {
  readonly path: Path;
  readonly fields: WorkloadSettingsDescription;
}

/** For all pods, and for those of single workloads. */
function settingsIn({ name, given }: Scope): Settings[] {
  const path = ['environments', name, 'kubernetes'];
  const { workloads = {}, ...all } = given.kubernetes ?? {};
  return [
    { path, fields: all },
    ...Object.entries(workloads).map(([each, fields]) => ({ path: [...path, 'workloads', each], fields })),
  ];
}

/** What has a name, and may have pods and storage of its own. */
function podsOf({ services, jobs, resources }: Platform): Map<string, { runs: boolean; stores: boolean }> {
  const stores = (containers: readonly Container[]) => containers.some(({ volumes }) => volumes.length > 0);
  return new Map([
    ...[...services, ...jobs].map((each): [string, { runs: boolean; stores: boolean }] => [
      each.name,
      { runs: true, stores: stores([each, ...each.init, ...each.sidecars]) },
    ]),
    ...resources.map((each): [string, { runs: boolean; stores: boolean }] => [
      each.name,
      {
        runs: each.provider === 'container',
        stores: each.kind === 'container' ? stores([each.container]) : each.storage > 0,
      },
    ]),
  ]);
}

function* settingsWorkload(scope: Scope, platform: Platform): Iterable<Broken> {
  const known = podsOf(platform);
  const base = ['environments', scope.name, 'kubernetes', 'workloads'];
  for (const [name, { storageClass, sharedStorageClass }] of Object.entries(scope.given.kubernetes?.workloads ?? {})) {
    const pods = known.get(name);
    const path = [...base, name];
    if (pods === undefined) {
      const near = nearest(name, known.keys());
      const elsewhere = (['services', 'jobs', 'resources'] as const).some((section) =>
        Object.hasOwn(scope.description[section] ?? {}, name),
      );
      yield {
        path,
        key: true,
        rule: elsewhere
          ? `but ${name} does not exist in environment ${scope.name} (its only: or null leaves it out)`
          : 'but no service, job or resource has that name',
        fix: elsewhere || near === undefined ? 'remove it' : `did you mean "${near}"?`,
      };
    } else if (!pods.runs) {
      yield { path, key: true, rule: `but ${name} runs elsewhere and has no pods here`, fix: 'remove it' };
    } else if (storageClass !== undefined && !pods.stores) {
      yield { path: [...path, 'storageClass'], rule: `but ${name} has no volumes`, fix: 'remove it' };
    } else if (sharedStorageClass !== undefined && !sharedVolumes(platform).some(({ owner }) => owner === name)) {
      const rule = `but nobody mounts a volume of ${name}`;
      yield { path: [...path, 'sharedStorageClass'], rule, fix: 'remove it' };
    }
  }
}

/** Selectors, Pod Security and the pipeline go by these, or Slipway says them itself. */
const ours =
  /^(slipway\/|pod-security\.kubernetes\.io\/|acme\.cert-manager\.io\/http01-solver$|app\.kubernetes\.io\/(name|instance|component|part-of|managed-by|version)$)/;
/** Pod Security `restricted` judges what these say of a container. */
const judged = /^container\.apparmor\.security\.beta\.kubernetes\.io\//;

function* settingsReserved(scope: Scope): Iterable<Broken> {
  for (const { path, fields } of settingsIn(scope)) {
    for (const key of ['labels', 'annotations'] as const) {
      for (const name of Object.keys(fields[key] ?? {})) {
        if (!ours.test(name) && !judged.test(name)) continue;
        const rule = ours.test(name)
          ? 'but Slipway gives that one'
          : 'but Pod Security restricted forbids most of its values';
        yield { path: [...path, key, name], key: true, rule, fix: 'remove it' };
      }
    }
    if (Object.hasOwn(fields.nodeSelector ?? {}, 'kubernetes.io/arch')) {
      const rule = 'but the architecture of the images decides that one';
      const fix = 'remove it, and write architecture: for the workloads';
      yield { path: [...path, 'nodeSelector', 'kubernetes.io/arch'], key: true, rule, fix };
    }
  }
}

/** Kubernetes API, Toleration: what the API server refuses. */
function* settingsToleration(scope: Scope): Iterable<Broken> {
  for (const { path, fields } of settingsIn(scope)) {
    for (const [at, { key, operator, value, effect, tolerationSeconds }] of (fields.tolerations ?? []).entries()) {
      const here = [...path, 'tolerations', at];
      if (operator === 'Exists' && value !== undefined)
        yield { path: [...here, 'value'], rule: 'but with operator Exists no value counts', fix: 'remove it' };
      if (operator === 'Equal' && value === undefined)
        yield { path: [...here, 'operator'], rule: 'but there is no value', fix: 'write Exists' };
      if (key === undefined && operator !== 'Exists' && value !== undefined)
        yield { path: [...here, 'value'], rule: 'but there is no key that could have it', fix: 'add key:' };
      if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
        const rule = 'but pods leave a node for a taint NoExecute alone';
        yield { path: [...here, 'tolerationSeconds'], rule, fix: 'add effect: NoExecute' };
      }
    }
  }
}

function* settingsScraper({ name, given }: Scope, { services, resources }: Platform): Iterable<Broken> {
  const { scrapers } = given.kubernetes ?? {};
  if (scrapers === undefined) return;
  const path = ['environments', name, 'kubernetes', 'scrapers'];
  const ports = [
    ...services.flatMap((each) => each.ports),
    ...resources.flatMap((each) => (each.kind === 'container' && each.provider === 'container' ? each.ports : [])),
  ];
  if (!ports.some((port) => port.name === 'metrics'))
    yield {
      path,
      key: true,
      rule: 'may open ports named metrics, and there is none',
      fix: 'name a port metrics, or remove it',
    };
  for (const [at, { namespace, labels }] of scrapers.entries()) {
    if (namespace !== undefined || Object.keys(labels ?? {}).length > 0) continue;
    const rule = 'names nobody, and would let every pod of the platform in';
    yield { path: [...path, at], value: '', rule, fix: 'add namespace: or labels:' };
  }
}

function* issuerUnused({ name, given }: Scope, { gateway }: Platform): Iterable<Broken> {
  if (given.kubernetes?.issuer === undefined || gateway.certificate.kind === 'managed') return;
  const why =
    gateway.certificate.kind === 'given' ? 'gateway.certificate names one that exists' : 'the gateway has no TLS';
  yield {
    path: ['environments', name, 'kubernetes', 'issuer'],
    rule: `but no certificate is made: ${why}`,
    fix: 'remove it',
  };
}

export const kubernetesRules: readonly Rule[] = [
  {
    code: 'kubernetes-field',
    summary: '`kubernetes` says what a cluster has of its own, and has no meaning elsewhere.',
    fix: 'remove it',
    find: kubernetesField,
  },
  {
    code: 'kubernetes-workload',
    summary:
      'Settings of a cluster are for services, jobs and resources that have pods there, and a storage class for those with volumes, of the kind that they have.',
    fix: 'correct the name, or remove the setting',
    find: settingsWorkload,
  },
  {
    code: 'kubernetes-reserved',
    summary:
      "Labels, annotations and node labels that selectors, Pod Security and the pipeline go by are Slipway's own to give.",
    fix: 'choose another key',
    find: settingsReserved,
  },
  {
    code: 'kubernetes-toleration',
    summary: 'A toleration is one that the API server takes: no value with Exists, seconds with NoExecute alone.',
    fix: 'correct the toleration',
    find: settingsToleration,
  },
  {
    code: 'kubernetes-scraper',
    summary: 'A scraper is named by namespace or labels, and something has a port named metrics that it may open.',
    fix: 'name the scraper, and the port',
    find: settingsScraper,
  },
  {
    code: 'kubernetes-issuer',
    summary: 'An issuer is for a certificate that is made: a gateway with TLS and without a certificate of its own.',
    fix: 'remove issuer:, or gateway.certificate',
    find: issuerUnused,
  },
];
