/** Capabilities that Docker, and so Fargate, gives to every container. */
export const usualCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** What Fargate may add to them. */
export const addableCapability = 'SYS_PTRACE';

/** Whether a container on Fargate can have it. */
export function isCapability(name: string): boolean {
  return name === addableCapability || usualCapabilities.includes(name);
}

/** The one limit that Fargate takes; the others stay as the operating system has them (Amazon ECS developer guide). */
export function isUlimit(name: string): boolean {
  return name === 'nofile';
}
