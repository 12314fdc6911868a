import type { Environment, Scraper, Toleration, WorkloadSettings } from '../../platform/index';
import { printList } from './print';
import type { Row } from './rows';

type Make = (label: string, value: string, ...path: string[]) => Row;

/** What the cluster of an environment has of its own; of single workloads what others have not. */
export function clusterRows({ kubernetes, namespace }: Environment, rootable: readonly string[], row: Make): Row[] {
  if (kubernetes === null) return [];
  const { createNamespace, podSecurity, issuer, imagePullSecrets, scrapers, workloads } = kubernetes;
  const made = createNamespace
    ? 'true'
    : `false: ${namespace} exists, with pod-security.kubernetes.io/(enforce|audit|warn): ${podSecurity}`;
  const because =
    podSecurity === 'privileged' ? 'something takes ports of its node' : `${printList(rootable)} may run as root`;
  const of = (label: string, value: string, ...path: string[]) =>
    row(`kubernetes.${label}`, value, 'kubernetes', ...path);
  const shared = settingsOf(kubernetes);
  return [
    of('createNamespace', made, 'createNamespace'),
    ...(podSecurity === 'restricted' ? [] : [of('podSecurity', `${podSecurity}: ${because}`, 'podSecurity')]),
    of('issuer', `${issuer.kind} ${issuer.name}`, 'issuer'),
    ...(imagePullSecrets.length > 0 ? [of('imagePullSecrets', printList(imagePullSecrets), 'imagePullSecrets')] : []),
    ...(scrapers.length > 0 ? [of('scrapers', printList(scrapers.map(printScraper)), 'scrapers')] : []),
    ...shared.map(({ label, value, path }) => of(label, value, ...path)),
    ...workloads.flatMap((each) =>
      settingsOf(each)
        .filter(({ label, value }) => !shared.some((other) => other.label === label && other.value === value))
        .map(({ label, value, path }) => of(`workloads.${each.name}.${label}`, value, 'workloads', each.name, ...path)),
    ),
  ];
}

interface Setting {
  readonly label: string;
  readonly value: string;
  readonly path: readonly string[];
}

function settingsOf(settings: WorkloadSettings): Setting[] {
  const { tolerations } = settings;
  const maps = (['nodeSelector', 'labels', 'annotations'] as const).flatMap((key) =>
    Object.entries(settings[key]).map(([name, value]) => ({ label: `${key} ${name}`, value, path: [key, name] })),
  );
  const taints = printList(tolerations.map(printToleration));
  return [
    ...(['storageClass', 'sharedStorageClass'] as const).flatMap((key) =>
      settings[key] === '' ? [] : [{ label: key, value: settings[key], path: [key] }],
    ),
    ...maps,
    ...(tolerations.length > 0 ? [{ label: 'tolerations', value: taints, path: ['tolerations'] }] : []),
  ];
}

function printToleration({ key, value, effect, tolerationSeconds }: Toleration): string {
  const taint = `${key === '' ? 'every taint' : key}${value === '' ? '' : `=${value}`}`;
  const time = tolerationSeconds === null ? '' : ` for ${tolerationSeconds}s`;
  return `${taint}${effect === '' ? '' : `:${effect}`}${time}`;
}

function printScraper({ namespace, labels }: Scraper): string {
  const pods = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [...(namespace === '' ? [] : [`namespace ${namespace}`]), ...pods].join(' ');
}
