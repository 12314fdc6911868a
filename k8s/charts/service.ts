import type { Service as Given, Platform } from '../../platform/index';
import { type Component, labelsOf, runningMetadata, selectorOf } from '../labels';
import type { Lookup } from '../lookup';
import { type Pod, podOf } from '../pod/pod';
import { probesOf } from '../pod/probes';
import { awaited } from '../pod/wait';
import type {
  Container,
  DaemonSet,
  Deployment,
  HorizontalPodAutoscaler,
  Manifest,
  MetricSpec,
  PodDisruptionBudget,
  StatefulSet,
} from '../types';
import { accountOf } from './account';
import { balancersOf, instanceBalancers } from './balancers';
import { containerPorts, serviceOf, servicePorts } from './ports';

/** Seconds that a new pod must stay ready before the next one is replaced. */
const settled = 5;
/** Old versions that `kubectl rollout undo` can go back to. */
const history = 5;
/** Seconds without progress, besides the start-up budget, after which a rollout counts as failed. */
const progress = 600;

/** A service: what runs, the names that it answers to, how many there are and how few there may be. */
export function serviceObjects(lookup: Lookup, service: Given): Manifest[] {
  const { platform } = lookup;
  const component = componentOf(service);
  const stored = [service, ...service.init, ...service.sidecars].some(({ volumes }) => volumes.length > 0);
  const named = stored || service.publicAddress;
  const controller = service.placement === 'node' ? 'DaemonSet' : named ? 'StatefulSet' : 'Deployment';
  const pod = podOf(lookup, {
    name: service.name,
    component,
    main: service,
    extras: extrasOf(service),
    init: service.init,
    sidecars: service.sidecars,
    awaited: awaited(lookup, service),
    controller,
    grace: service.drain.grace,
    // One a node are apart.
    spread: controller !== 'DaemonSet',
  });
  return [
    accountOf(platform, service.name, component),
    ...pod.before,
    ...namesOf(platform, service, component),
    running[controller](platform, service, component, pod),
    ...scaler(platform, service, component, controller),
    ...disruptionBudget(platform, service, component),
  ];
}

type Make = (platform: Platform, service: Given, component: Component, pod: Pod) => Manifest;
const running: Readonly<Record<'Deployment' | 'StatefulSet' | 'DaemonSet', Make>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
};

/** Without ports it is a worker. */
export function componentOf(service: Given): Component {
  return service.ports.length === 0 ? 'worker' : 'service';
}

/** Whether something else decides how many there are. */
export function isScaled({ scale }: Given): boolean {
  return scale.max > scale.min && scale.cpu + scale.memory > 0;
}

function extrasOf(service: Given): Partial<Container> {
  const { preStop } = service.drain;
  return {
    ...(service.ports.length > 0 && { ports: containerPorts(service.ports) }),
    ...probesOf(service.health),
    ...(preStop > 0 && { lifecycle: { preStop: { sleep: { seconds: preStop } } } }),
  };
}

function namesOf(platform: Platform, service: Given, component: Component): Manifest[] {
  if (servicePorts(service.ports).length === 0) return [];
  const own = [service.name, ...service.aliases].map((name) =>
    serviceOf(platform, service.name, component, name, service.ports),
  );
  return [
    ...own,
    ...balancersOf(platform, service.name, component, service.routes),
    ...instanceBalancers(platform, service, component),
  ];
}

function deployment(platform: Platform, service: Given, component: Component, pod: Pod): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: runningMetadata(platform, service.name, component),
    spec: {
      ...replicasOf(service),
      minReadySeconds: settled,
      progressDeadlineSeconds: progress + service.health.startup,
      revisionHistoryLimit: history,
      selector: { matchLabels: selectorOf(service.name) },
      strategy:
        service.update === 'recreate'
          ? { type: 'Recreate' }
          : { type: 'RollingUpdate', rollingUpdate: rolling(service) },
      template: pod.template,
    },
  };
}

/** A port of a node is free for the new pod when the old one is gone. */
function rolling({ ports }: Given) {
  const held = ports.some(({ hostPort }) => hostPort);
  return held ? { maxUnavailable: 1, maxSurge: 0 } : { maxUnavailable: 0, maxSurge: 1 };
}

/** One on each node that its selector and tolerations let it on. */
function daemonSet(platform: Platform, service: Given, component: Component, pod: Pod): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: runningMetadata(platform, service.name, component),
    spec: {
      minReadySeconds: settled,
      revisionHistoryLimit: history,
      selector: { matchLabels: selectorOf(service.name) },
      template: pod.template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    },
  };
}

/** For volumes: each replica has its own, which outlive the replica, the service and this file. */
function statefulSet(platform: Platform, service: Given, component: Component, pod: Pod): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: runningMetadata(platform, service.name, component),
    spec: {
      ...replicasOf(service),
      minReadySeconds: settled,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      podManagementPolicy: 'Parallel',
      revisionHistoryLimit: history,
      selector: { matchLabels: selectorOf(service.name) },
      serviceName: service.name,
      template: pod.template,
      updateStrategy: { type: 'RollingUpdate' },
      ...(pod.claims.length > 0 && { volumeClaimTemplates: pod.claims }),
    },
  };
}

/** A number here would undo what the autoscaler decided, at every apply. */
function replicasOf(service: Given): { replicas?: number } {
  return isScaled(service) ? {} : { replicas: service.scale.min };
}

function scaler(
  platform: Platform,
  service: Given,
  component: Component,
  controller: string,
): HorizontalPodAutoscaler[] {
  if (!isScaled(service)) return [];
  const { name, scale } = service;
  const metric = (resource: string, percent: number): MetricSpec[] =>
    percent === 0
      ? []
      : [
          {
            type: 'Resource',
            resource: { name: resource, target: { type: 'Utilization', averageUtilization: percent } },
          },
        ];
  return [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name, labels: labelsOf(platform, name, component) },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: controller, name },
        // Zero needs a metric from outside the pods, and a feature gate: see limits.ts.
        minReplicas: Math.max(scale.min, 1),
        maxReplicas: scale.max,
        metrics: [...metric('cpu', scale.cpu), ...metric('memory', scale.memory)],
      },
    },
  ];
}

/** A node may be drained while one replica is away, and always of pods that are broken anyway. */
function disruptionBudget(platform: Platform, service: Given, component: Component): PodDisruptionBudget[] {
  if (!platform.environment.posture.podDisruptionBudget || service.scale.min < 2) return [];
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: service.name, labels: labelsOf(platform, service.name, component) },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: selectorOf(service.name) },
      },
    },
  ];
}
