import type { Platform } from '../model/platform';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers } from './walk';

/** linux/capability.h of Linux 6.12. */
const capabilities = new Set(
  `AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID
IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW
PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO
SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM`.split(/\s+/),
);

function* capabilityName(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    for (const [at, name] of (fields.capabilities ?? []).entries()) {
      if (capabilities.has(name)) continue;
      const short = name.replace(/^CAP_/, '');
      const rule = name === 'ALL' ? 'but that gives away the whole host' : 'but Linux has no such capability';
      const fix = capabilities.has(short)
        ? `write ${short}`
        : 'name the capabilities that the program needs, such as NET_BIND_SERVICE';
      yield { path: [...path, 'capabilities', at], rule, fix };
    }
  }
}

/** docker run --ulimit; Compose Specification, ulimits. */
const ulimits = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

function* ulimit(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, container, fields } of containers(scope, platform)) {
    for (const { name, soft, hard } of container.ulimits) {
      const here = [...path, 'ulimits', name];
      if (!ulimits.includes(name)) {
        yield {
          path: here,
          key: true,
          value: '',
          rule: 'is no limit of a Linux process',
          fix: `write one of: ${ulimits.join(', ')}`,
        };
      }
      if (soft <= hard || typeof fields.ulimits?.[name] === 'number') continue;
      yield { path: [...here, 'soft'], rule: `but hard is ${hard}, which is less`, fix: 'lower soft, or raise hard' };
    }
  }
}

/** Namespaced settings, the only ones that a container may have (docker run --sysctl; Kubernetes, Sysctls). */
const namespaced =
  /^(kernel\.(shm(all|max|mni|_rmid_forced)|msg(max|mnb|mni)|sem)|fs\.mqueue\.[a-z_]+|net\.[a-z0-9_.]+)$/;

function* sysctl(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, container } of containers(scope, platform)) {
    for (const name of Object.keys(container.sysctls)) {
      if (namespaced.test(name)) continue;
      const rule = 'is a setting of the whole host, which a container cannot have';
      yield {
        path: [...path, 'sysctls', name],
        key: true,
        value: '',
        rule,
        fix: 'set it on the nodes, or take one of net.*, kernel.shm*, kernel.msg*, kernel.sem',
      };
    }
  }
}

export const securityRules: readonly Rule[] = [
  {
    code: 'capability-name',
    summary:
      'Capabilities are those of Linux, without CAP_ before them, each by its name: ALL would give away the host.',
    fix: 'name the capabilities that the program needs',
    find: capabilityName,
  },
  {
    code: 'ulimit',
    summary: 'A limit of a process is one that Linux has, and its soft value is no more than its hard one.',
    fix: 'correct the name, or lower soft',
    find: ulimit,
  },
  {
    code: 'sysctl-of-host',
    summary:
      'A container has its own value only of the kernel settings that belong to a namespace (net.*, kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*).',
    fix: 'set it on the nodes',
    find: sysctl,
  },
];
