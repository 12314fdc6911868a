import { type Kubernetes, type Platform, perPlatform, type WorkloadSettings } from '../platform/index';
import { migrationName, provisionName } from './names';
import type { PodSpec } from './types';

/** What the cluster has of its own. */
export function clusterOf({ environment }: Platform): Kubernetes {
  if (environment.kubernetes === null) throw new Error(`"${environment.name}" does not run on Kubernetes`);
  return environment.kubernetes;
}

const ownSettings = perPlatform(
  (platform): ReadonlyMap<string, WorkloadSettings> =>
    new Map(clusterOf(platform).workloads.flatMap((each) => namesOf(platform, each).map((key) => [key, each]))),
);

/** Of pods by their name: a migration has those of its service, a set-up those of its store. */
export function settingsOf(platform: Platform, name: string): WorkloadSettings {
  return ownSettings(platform).get(name) ?? clusterOf(platform);
}

/** A name that is made belongs to what is made only where no workload or server has it. */
function namesOf({ services, jobs, resources }: Platform, { name }: { readonly name: string }): string[] {
  const written = new Set([...services, ...jobs, ...resources].map((each) => each.name));
  return [name, ...[migrationName(name), provisionName(name)].filter((each) => !written.has(each))];
}

/** Where pods may run, and what their images are pulled with. */
export function placementOf(
  platform: Platform,
  name: string,
  nodes: Readonly<Record<string, string>>,
): Pick<PodSpec, 'imagePullSecrets' | 'nodeSelector' | 'tolerations'> {
  const { imagePullSecrets } = clusterOf(platform);
  const { nodeSelector, tolerations } = settingsOf(platform, name);
  const selected = { ...nodeSelector, ...nodes };
  return {
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((each) => ({ name: each })) }),
    ...(Object.keys(selected).length > 0 && { nodeSelector: selected }),
    ...(tolerations.length > 0 && {
      tolerations: tolerations.map(({ key, operator, value, effect, tolerationSeconds }) => ({
        ...(key !== '' && { key }),
        operator,
        ...(operator === 'Equal' && { value }),
        ...(effect !== '' && { effect }),
        ...(tolerationSeconds !== null && { tolerationSeconds }),
      })),
    }),
  };
}

/** What `annotations` holds where any are given. */
export function annotated(
  platform: Platform,
  name: string,
  own: Readonly<Record<string, string>>,
): { readonly annotations?: Readonly<Record<string, string>> } {
  const annotations = { ...settingsOf(platform, name).annotations, ...own };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}
