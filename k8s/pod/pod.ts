import { elsewhere, type Container as Given, mayBeRoot, type Platform, sharedVolumes } from '../../platform/index';
import { annotated, placementOf, settingsOf } from '../cluster';
import type { Component } from '../labels';
import { filesAnnotation, labelsOf, selectorOf, versionLabel } from '../labels';
import { type Lookup, ownerOf } from '../lookup';
import { claimName } from '../names';
import type {
  ClaimTemplate,
  ConfigMap,
  Container,
  PersistentVolumeClaim,
  PodSpec,
  PodTemplate,
  TopologySpread,
} from '../types';
import { containerOf, type PodParts } from './container';
import { PodFiles } from './files';
import { exceptRoot, hardenedPod, helperUser } from './security';
import { PodVolumes } from './volumes';
import { type Awaited, waits } from './wait';

/** A pod: its main container, what runs before and beside it, and what a controller adds. */
export interface PodPlan {
  /** Of the controller, the service account and the label that selects it. */
  readonly name: string;
  readonly component: Component;
  readonly main: Given;
  /** Ports, checks and the like of the main container. */
  readonly extras: Partial<Container>;
  readonly init: readonly Given[];
  readonly sidecars: readonly Given[];
  readonly awaited: readonly Awaited[];
  /** What makes the pods. Those of a Job end, and have the same volumes each time. */
  readonly controller: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  /** Seconds; 0: Kubernetes' own 30. */
  readonly grace: number;
  /** Whether replicas keep apart. */
  readonly spread: boolean;
}

export interface Pod {
  readonly template: PodTemplate;
  /** What must be there before it: its files, and for a Job its volumes. */
  readonly before: readonly (ConfigMap | PersistentVolumeClaim)[];
  /** What a StatefulSet claims for each replica. */
  readonly claims: readonly ClaimTemplate[];
}

export function podOf(lookup: Lookup, plan: PodPlan): Pod {
  const { platform } = lookup;
  const all = [plan.main, ...plan.init, ...plan.sidecars];
  const stored = all.flatMap((container) => container.volumes);
  const volumes = new PodVolumes({
    pod: plan.name,
    volumes: stored,
    shared: sharedVolumes(platform).flatMap(({ owner, volume }) => (owner === plan.name ? [volume] : [])),
    storageClass: settingsOf(platform, plan.name).storageClass,
  });
  const files = new PodFiles(lookup, plan.name, volumes);
  const parts: PodParts = { lookup, volumes, files };
  const main: Container = { ...containerOf(parts, plan.main), ...plan.extras };
  const init = plan.init.map((container) => containerOf(parts, container));
  // A container that restarts beside the main one (stable since 1.33): it is there first, and does not keep a Job from ending.
  const sidecars = plan.sidecars.map((each): Container => ({ ...containerOf(parts, each), restartPolicy: 'Always' }));
  const before = [...files.writers(plan.main), ...waits(plan.awaited, helperUser(plan.main)), ...init, ...sidecars];
  const labels = labelsOf(platform, plan.name, plan.component);
  const named = anyRoot(all) ? exceptRoot : (each: Container) => each;
  const { hash } = files;
  return {
    template: {
      metadata: {
        labels: { ...labels, ...(plan.main.image.kind === 'build' && { [versionLabel]: unset }) },
        ...annotated(platform, plan.name, hash === '' ? {} : { [filesAnnotation]: hash }),
      },
      spec: {
        ...specOf(lookup, plan, all),
        ...(before.length > 0 && { initContainers: before.map(named) }),
        containers: [named(main)],
        ...volumesOf(plan, volumes),
      },
    },
    before: [
      ...configMapsOf(platform, plan, files),
      ...(plan.controller === 'Job' ? claimsOf(platform, plan, volumes) : []),
    ],
    claims: volumes.claims().map(({ name, spec }) => ({ metadata: { name }, spec })),
  };
}

/** Version of a built image until the pipeline says which. */
export const unset = 'dev';

function anyRoot(all: readonly Given[]): boolean {
  return all.some(({ user }) => mayBeRoot(user));
}

function specOf(lookup: Lookup, plan: PodPlan, all: readonly Given[]): Omit<PodSpec, 'containers'> {
  const { platform } = lookup;
  const architecture = all.find((container) => container.architecture !== 'any')?.architecture;
  const sysctls = Object.assign({}, ...all.map((container) => container.sysctls)) as Record<string, string>;
  return {
    serviceAccountName: plan.name,
    automountServiceAccountToken: false,
    // Otherwise every Service of the namespace gives each container variables, among them NAME_PORT=tcp://...
    enableServiceLinks: false,
    restartPolicy: plan.controller === 'Job' ? 'Never' : 'Always',
    // In the network of the node, and with the names of the cluster all the same.
    ...(plan.controller === 'DaemonSet' && { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    ...(plan.grace > 0 && { terminationGracePeriodSeconds: plan.grace }),
    ...placementOf(platform, plan.name, architecture === undefined ? {} : { 'kubernetes.io/arch': architecture }),
    ...(plan.spread && { topologySpreadConstraints: spreadOf(platform, plan) }),
    securityContext: hardenedPod(helperUser(plan.main).gid, groupsOf(lookup, plan, all), sysctls, anyRoot(all)),
  };
}

/** Groups that the files of mounted volumes belong to, besides the pod's own: without them a reader sees what all may see alone. */
function groupsOf(lookup: Lookup, plan: PodPlan, all: readonly Given[]): number[] {
  const groups = elsewhere(plan.name, all).map(({ owner }) => helperUser(ownerOf(lookup, owner)).gid);
  return [...new Set(groups)].filter((gid) => gid !== helperUser(plan.main).gid).sort((one, other) => one - other);
}

function volumesOf(plan: PodPlan, volumes: PodVolumes): Pick<PodSpec, 'volumes'> {
  const list = [...volumes.list(), ...(plan.controller === 'Job' ? volumes.claimed() : [])];
  return list.length === 0 ? {} : { volumes: list };
}

function configMapsOf(platform: Platform, plan: PodPlan, files: PodFiles): ConfigMap[] {
  const { texts } = files;
  if (Object.keys(texts).length === 0) return [];
  const metadata = { name: files.configMap, labels: labelsOf(platform, plan.name, plan.component) };
  return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: texts }];
}

function claimsOf(platform: Platform, plan: PodPlan, volumes: PodVolumes): PersistentVolumeClaim[] {
  const labels = labelsOf(platform, plan.name, plan.component);
  return volumes.claims().map(({ name, spec }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claimName(plan.name, name), labels },
    spec,
  }));
}

/**
 * Replicas apart: never two more on one node than on another where it is `required`, better so where it is `preferred`; over
 * zones only better so, since a node without a zone label would get no pod at all.
 */
function spreadOf(platform: Platform, { name, controller }: PodPlan): TopologySpread[] {
  const required = platform.environment.posture.spread === 'required';
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: selectorOf(name) },
    // Nodes that take no pods (a control plane) are no place that must be filled first.
    nodeTaintsPolicy: 'Honor',
    // Pods of the version that goes do not count.
    ...(controller === 'Deployment' && { matchLabelKeys: ['pod-template-hash'] }),
  };
  return [
    { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    {
      ...common,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: required ? 'DoNotSchedule' : 'ScheduleAnyway',
    },
  ];
}
