import type { Kubernetes } from '../../platform/index';

/** Kubernetes, Pod Security Admission: what a namespace asks of its pods, and what it does about those that break it. */
const modes = ['enforce', 'audit', 'warn'] as const;

/** Labels of a namespace that takes only pods that meet a level. */
export function podSecurityLabels(level: Kubernetes['podSecurity']): Record<string, string> {
  return Object.fromEntries(
    modes.flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
    ]),
  );
}
