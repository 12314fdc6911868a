import { type PodSpec, podSecurityProblems } from './pod-security';

const good: PodSpec = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  volumes: [{ name: 'tmp', ...{ emptyDir: {} } }],
  initContainers: [
    { name: 'before', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
  ],
  containers: [
    {
      name: 'app',
      ports: [{}],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
    },
  ],
};

type Part = Record<string, unknown>;
const [app] = good.containers as [PodSpec['containers'][number]];
const pod = (fields: Part): PodSpec => ({ ...good, ...fields });
const podContext = (fields: Part): PodSpec => pod({ securityContext: { ...good.securityContext, ...fields } });
const container = (fields: Part): PodSpec => pod({ containers: [{ ...app, ...fields }] });
const context = (fields: Part): PodSpec => container({ securityContext: { ...app.securityContext, ...fields } });

const broken: [string, PodSpec][] = [
  ['the network of the host', pod({ hostNetwork: true })],
  ['the processes of the host', pod({ hostPID: true })],
  ['the memory of the host', pod({ hostIPC: true })],
  ['a folder of the host', pod({ volumes: [{ name: 'host', hostPath: { path: '/' } }] })],
  ['a volume of another server', pod({ volumes: [{ name: 'share', nfs: { server: 'a', path: '/' } }] })],
  ['an unsafe sysctl', podContext({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] })],
  ['a process of a Windows host', podContext({ windowsOptions: { hostProcess: true } })],
  ['no AppArmor', podContext({ appArmorProfile: { type: 'Unconfined' } })],
  ['another SELinux type', podContext({ seLinuxOptions: { type: 'spc_t' } })],
  ['an SELinux user', podContext({ seLinuxOptions: { user: 'root' } })],
  ['an SELinux role', podContext({ seLinuxOptions: { role: 'sysadm_r' } })],
  ['a pod as root', podContext({ runAsUser: 0 })],
  ['a pod that may be root', podContext({ runAsNonRoot: undefined })],
  ['a pod that says that it may be root', podContext({ runAsNonRoot: false })],
  ['no seccomp profile', podContext({ seccompProfile: undefined })],
  ['seccomp switched off', podContext({ seccompProfile: { type: 'Unconfined' } })],
  ['a port of the host', container({ ports: [{ hostPort: 80 }] })],
  ['a probe of another host', container({ livenessProbe: { httpGet: { host: '169.254.169.254' } } })],
  ['a lifecycle handler on another host', container({ lifecycle: { preStop: { tcpSocket: { host: '10.0.0.1' } } } })],
  ['a privileged container', context({ privileged: true })],
  ['an unmasked /proc', context({ procMount: 'Unmasked' })],
  ['privilege escalation that is not forbidden', context({ allowPrivilegeEscalation: undefined })],
  ['privilege escalation', context({ allowPrivilegeEscalation: true })],
  ['a container as root', context({ runAsUser: 0 })],
  ['a container that may be root', context({ runAsNonRoot: false })],
  ['seccomp switched off in a container', context({ seccompProfile: { type: 'Unconfined' } })],
  ['capabilities that are not dropped', context({ capabilities: {} })],
  ['one dropped capability', context({ capabilities: { drop: ['NET_RAW'] } })],
  ['an added capability', context({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })],
  [
    'an init container that drops nothing',
    pod({ initContainers: [{ name: 'before', securityContext: { allowPrivilegeEscalation: false } }] }),
  ],
];

describe('Pod Security restricted', () => {
  it('takes a pod that meets it', () => {
    expect(podSecurityProblems(good)).toEqual([]);
  });

  it('takes a pod whose containers each say what the pod does not', () => {
    const own = { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } };
    const each = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...own };
    expect(podSecurityProblems({ containers: [{ name: 'app', securityContext: each }] })).toEqual([]);
  });

  it.each(broken)('refuses %s', (_, spec) => {
    expect(podSecurityProblems(spec)).not.toEqual([]);
  });

  it('refuses AppArmor switched off by annotation', () => {
    const name = 'container.apparmor.security.beta.kubernetes.io/app';
    expect(podSecurityProblems(good, { [name]: 'unconfined' })).toHaveLength(1);
    expect(podSecurityProblems(good, { [name]: 'runtime/default' })).toEqual([]);
  });
});
