/**
 * Pod Security Standards (Kubernetes documentation, 1.34), level `restricted` with all of `baseline`: what a pod breaks, one
 * sentence each. Written from the standard and not from what Slipway makes, which it judges.
 */
export function podSecurityProblems(spec: PodSpec, annotations: Readonly<Record<string, string>> = {}): string[] {
  const containers: [string, Container][] = [
    ...listed('initContainers', spec.initContainers),
    ...listed('containers', spec.containers),
    ...listed('ephemeralContainers', spec.ephemeralContainers),
  ];
  return [
    ...podProblems(spec),
    ...annotationProblems(annotations),
    ...(spec.volumes ?? []).flatMap(volumeProblems),
    ...contextProblems('pod', spec.securityContext ?? {}),
    ...containers.flatMap(([name, container]) => containerProblems(name, container, spec.securityContext ?? {})),
  ];
}

interface Context {
  appArmorProfile?: { type?: string };
  procMount?: string;
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seLinuxOptions?: { type?: string; user?: string; role?: string };
  seccompProfile?: { type?: string };
  capabilities?: { add?: readonly string[]; drop?: readonly string[] };
  sysctls?: readonly { name: string }[];
  windowsOptions?: { hostProcess?: boolean };
}

interface Handler {
  httpGet?: { host?: string };
  tcpSocket?: { host?: string };
}

interface Container {
  name: string;
  ports?: readonly { hostPort?: number }[];
  securityContext?: Context;
  livenessProbe?: Handler;
  readinessProbe?: Handler;
  startupProbe?: Handler;
  lifecycle?: { postStart?: Handler; preStop?: Handler };
}

export interface PodSpec {
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: Context;
  volumes?: readonly { name: string }[];
  initContainers?: readonly Container[];
  containers: readonly Container[];
  ephemeralContainers?: readonly Container[];
}

const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const sysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];

function listed(field: string, containers: readonly Container[] = []): [string, Container][] {
  return containers.map((container) => [`${field} ${container.name}`, container]);
}

function podProblems(spec: PodSpec): string[] {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  const unsafe = (spec.securityContext?.sysctls ?? []).filter(({ name }) => !sysctls.includes(name));
  return [
    ...shared.map((field) => `pod: ${field} must not be true`),
    ...unsafe.map(({ name }) => `pod: sysctl ${name} is not safe`),
  ];
}

function annotationProblems(annotations: Readonly<Record<string, string>>): string[] {
  return Object.entries(annotations)
    .filter(([name]) => name.startsWith('container.apparmor.security.beta.kubernetes.io/'))
    .filter(([, value]) => value !== 'runtime/default' && !value.startsWith('localhost/'))
    .map(([name]) => `pod: annotation ${name} must be runtime/default`);
}

function volumeProblems(volume: { name: string }): string[] {
  const types = Object.keys(volume).filter((key) => key !== 'name');
  return types
    .filter((type) => !volumeTypes.includes(type))
    .map((type) => `volume ${volume.name}: ${type} is not allowed`);
}

/** What holds for the context of a pod and of a container alike. */
function contextProblems(name: string, context: Context): string[] {
  const { appArmorProfile, seLinuxOptions, seccompProfile, windowsOptions, runAsUser, runAsNonRoot } = context;
  const problems: [boolean, string][] = [
    [windowsOptions?.hostProcess === true, 'hostProcess must not be true'],
    [appArmorProfile?.type === 'Unconfined', 'appArmorProfile must not be Unconfined'],
    [!seLinuxTypes.includes(seLinuxOptions?.type ?? ''), `seLinuxOptions.type ${seLinuxOptions?.type} is not allowed`],
    [(seLinuxOptions?.user ?? '') !== '', 'seLinuxOptions.user must not be set'],
    [(seLinuxOptions?.role ?? '') !== '', 'seLinuxOptions.role must not be set'],
    [seccompProfile?.type === 'Unconfined', 'seccompProfile must not be Unconfined'],
    [runAsUser === 0, 'runAsUser must not be 0'],
    [runAsNonRoot === false, 'runAsNonRoot must not be false'],
  ];
  return problems.filter(([broken]) => broken).map(([, text]) => `${name}: ${text}`);
}

function containerProblems(name: string, container: Container, pod: Context): string[] {
  const context = container.securityContext ?? {};
  const { capabilities, seccompProfile, procMount } = context;
  const handlers = [
    container.livenessProbe,
    container.readinessProbe,
    container.startupProbe,
    container.lifecycle?.postStart,
    container.lifecycle?.preStop,
  ];
  const hosts = handlers.flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host]);
  const problems: [boolean, string][] = [
    [context.privileged === true, 'privileged must not be true'],
    [(container.ports ?? []).some(({ hostPort }) => (hostPort ?? 0) !== 0), 'hostPort must not be set'],
    [hosts.some((host) => (host ?? '') !== ''), 'the host of a probe or of a lifecycle handler must not be set'],
    [procMount !== undefined && procMount !== 'Default', 'procMount must be Default'],
    [context.allowPrivilegeEscalation !== false, 'allowPrivilegeEscalation must be false'],
    [(context.runAsNonRoot ?? pod.runAsNonRoot) !== true, 'runAsNonRoot must be true'],
    [(seccompProfile ?? pod.seccompProfile)?.type === undefined, 'seccompProfile must be RuntimeDefault or Localhost'],
    [!(capabilities?.drop ?? []).includes('ALL'), 'capabilities must drop ALL'],
    [
      (capabilities?.add ?? []).some((each) => each !== 'NET_BIND_SERVICE'),
      'capabilities may add NET_BIND_SERVICE alone',
    ],
  ];
  return [
    ...problems.filter(([broken]) => broken).map(([, text]) => `${name}: ${text}`),
    ...contextProblems(name, context),
  ];
}
