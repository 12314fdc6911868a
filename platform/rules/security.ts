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

/** What no admission and no reader of the description can check. */
function* imageUser(scope: Scope, platform: Platform): Iterable<Broken> {
  const { tier, runtime } = platform.environment;
  const cluster = runtime === 'kubernetes' || runtime === 'eks';
  if (tier !== 'production' && !cluster) return;
  for (const { path, container } of containers(scope, platform)) {
    if (container.user !== null) continue;
    const rule = cluster
      ? 'which may be root, so that Pod Security restricted cannot take it'
      : 'which may be root, in tier production';
    yield { path: [...path, 'user'], rule, fix: 'write the numbers of the user that the image has' };
  }
}

/** A file is of its container's user, which an image's own has no number for. */
function* fileModeUser(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, container } of containers(scope, platform)) {
    if (container.user !== null) continue;
    for (const file of container.files) {
      if (file.mode === '' || (Number.parseInt(file.mode, 8) & 0o004) > 0) continue;
      const rule = "but the image's own user has no number that the file could be of";
      yield {
        path: [...path, 'files', file.path, 'mode'],
        rule,
        fix: 'give the user in numbers, or let others read the file: "0644"',
      };
    }
  }
}

/** `keep` leaves the root file system as it is, and this does not. */
function* keptReadOnly(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    if (fields.writable !== 'keep' || fields.readOnlyRoot !== true) continue;
    const rule = 'but writable: keep leaves what the image has as writable as it is';
    yield { path: [...path, 'readOnlyRoot'], rule, fix: 'remove it' };
  }
}

export const securityRules: readonly Rule[] = [
  {
    code: 'image-user',
    summary:
      "In tier production and on Kubernetes a user is said in numbers: of an image's own nobody can check that it is not root. An environment may live with it, which on Kubernetes gives the namespace the level baseline of Pod Security.",
    fix: 'write the numbers of the user that the image has',
    acceptable: true,
    find: imageUser,
  },
  {
    code: 'file-mode-user',
    summary: "A file that not everyone may read belongs to the container's user, who is said in numbers.",
    fix: 'write the user in numbers, or let others read the file',
    find: fileModeUser,
  },
  {
    code: 'writable-keep',
    summary: 'With writable: keep the root file system is what the image has, and not read-only.',
    fix: 'remove readOnlyRoot, or list the directories that are written',
    find: keptReadOnly,
  },
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
