import type { Container, Platform } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { containersOf, mapValues } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { ContainerDefinition } from '../outputs/cdk';
import type { ComposeService } from '../outputs/compose';
import type { ContainerSpec, K8sOutput } from '../outputs/k8s';

/** The only capability that Pod Security `restricted` lets a container add. */
const restricted = ['NET_BIND_SERVICE'];
/** What Docker gives to every container: Fargate starts from it, and adds one more alone. */
const usual = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];
const onFargate = [...usual, 'SYS_PTRACE'];

export const user: Fact = {
  title: 'every container runs as its user, with the rights of its description and no way to gain others',
  expected: (platform) => ({
    containers: mapValues(containersOf(platform), (container) => ({
      user: container.user === null ? "the image's own" : `${container.user.uid}:${container.user.gid}`,
      readOnlyRoot: container.readOnlyRoot,
      capabilities: capabilitiesOf(platform, container),
      ulimits: ulimitsOf(platform, container),
      // Fargate has no such switch: its platform lets no container do that.
      canGain: runsOn(platform, 'ecs') ? 'as Fargate has it' : false,
    })),
    // Also of what Slipway adds, and of stores.
    gaining: [],
    level: runsOn(platform, 'kubernetes') ? levelOf(platform) : '',
  }),
  compose: (output) => ({
    containers: mapValues(output.containers(), (service) => ({
      user: service.user ?? "the image's own",
      readOnlyRoot: service.read_only ?? false,
      capabilities: service.cap_drop?.includes('ALL') === true ? [...(service.cap_add ?? [])] : 'the usual ones',
      ulimits: Object.entries(service.ulimits ?? {})
        .map(([name, { soft, hard }]) => `${name} ${soft} ${hard}`)
        .sort(),
      canGain: mayGain(service),
    })),
    level: '',
    gaining: Object.entries(output.document.services).flatMap(([name, service]) => (mayGain(service) ? [name] : [])),
  }),
  k8s: (output) => ({
    containers: mapValues(output.containers(), ({ securityContext: context }) => ({
      user: context.runAsUser === undefined ? "the image's own" : `${context.runAsUser}:${context.runAsGroup}`,
      readOnlyRoot: context.readOnlyRootFilesystem,
      capabilities: context.capabilities.drop.includes('ALL')
        ? [...(context.capabilities.add ?? [])]
        : 'the usual ones',
      ulimits: [],
      canGain: context.allowPrivilegeEscalation,
    })),
    level: output.all('Namespace')[0]?.metadata.labels?.['pod-security.kubernetes.io/enforce'] ?? 'as it is there',
    gaining: gainingIn(output),
  }),
  cdk: (output) => ({
    containers: mapValues(output.containers(), ({ definition }) => ({
      user: definition.User ?? "the image's own",
      readOnlyRoot: definition.ReadonlyRootFilesystem ?? false,
      capabilities: keptBy(definition),
      ulimits: (definition.Ulimits ?? []).map((each) => `${each.Name} ${each.SoftLimit} ${each.HardLimit}`).sort(),
      canGain: 'as Fargate has it',
    })),
    level: '',
    gaining: output
      .all('AWS::ECS::TaskDefinition')
      .flatMap((task) => output.definitions(task))
      .filter((definition) => (definition.LinuxParameters?.Capabilities?.Drop ?? []).length === 0)
      .map(({ Name }) => Name),
  }),
};

function levelOf({ environment: { kubernetes } }: Platform): string {
  return kubernetes?.createNamespace === true ? kubernetes.podSecurity : 'as it is there';
}

function mayGain({ security_opt, cap_drop }: ComposeService): boolean {
  return security_opt?.includes('no-new-privileges:true') !== true || cap_drop?.includes('ALL') !== true;
}

function gainingIn(output: K8sOutput): string[] {
  const controllers = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'].flatMap((kind) => output.all(kind));
  const containers = controllers.flatMap(({ metadata: { name } }): ContainerSpec[] => {
    const { initContainers = [], containers: list } = output.pod(name);
    return [...initContainers, ...list];
  });
  const gains = ({ allowPrivilegeEscalation: may, capabilities }: ContainerSpec['securityContext']) =>
    may !== false || !capabilities.drop.includes('ALL');
  return containers.filter(({ securityContext }) => gains(securityContext)).map(({ name }) => name);
}

function capabilitiesOf(platform: Platform, { capabilities }: Container): Plain {
  if (accepts(platform, 'kubernetes', 'unsupported-capabilities'))
    return capabilities.filter((each) => restricted.includes(each));
  if (accepts(platform, 'ecs', 'unsupported-capability'))
    return capabilities.filter((each) => onFargate.includes(each)).sort();
  return [...capabilities];
}

function ulimitsOf(platform: Platform, { ulimits }: Container): Plain {
  if (accepts(platform, 'kubernetes', 'unsupported-ulimits')) return [];
  return ulimits
    .filter(({ name }) => name === 'nofile' || !accepts(platform, 'ecs', 'unsupported-ulimit'))
    .map(({ name, soft, hard }) => `${name} ${soft} ${hard}`)
    .sort();
}

function keptBy({ LinuxParameters: parameters }: ContainerDefinition): string[] {
  const { Add: added = [], Drop: dropped = [] } = parameters?.Capabilities ?? {};
  const kept = dropped.includes('ALL') ? [] : usual.filter((each) => !dropped.includes(each));
  return [...kept, ...added].sort();
}
