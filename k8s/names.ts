import { names } from '../platform/index';

// Names of objects that are not the workload's own. No workload may have one of them: see limits/workloads.ts.

export function migrationName(service: string): string {
  return names.kubernetesName(service, 'migrate');
}

export function provisionName(resource: string): string {
  return names.kubernetesName(resource, 'provision');
}

/** A load balancer's Service, for the raw routes of one protocol. */
export function balancerName(service: string, protocol: 'TCP' | 'UDP'): string {
  return names.kubernetesName(service, 'public', protocol.toLowerCase());
}
