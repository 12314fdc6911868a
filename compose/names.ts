import { names, type Platform } from '../platform/index';

// Names of the services that are not in the description. All of them are in `allNames`, by which limits.ts finds those that
// the description uses already.

/** The reverse proxy. No description has a service of this name: references keep the word for themselves. */
export const gatewayName = 'gateway';
/** Puts the programs that ask over HTTP and TCP into a volume. */
export const probesName = 'slipway-probes';
/** The same for gRPC. */
export const grpcProbeName = 'slipway-grpc-probe';

export function migrateName(service: string): string {
  return names.composeName(service, 'migrate');
}

/** Gives a container's volumes to the user that it runs as. */
export function volumesName(workload: string): string {
  return names.composeName(workload, 'volumes');
}

/** Holds the network of a workload that has sidecars or ports under other numbers. */
export function networkHolderName(workload: string): string {
  return names.composeName(workload, 'network');
}

/** An init container or a sidecar. */
export function besideName(workload: string, container: string): string {
  return names.composeName(workload, container);
}

export function provisionName(resource: string): string {
  return names.composeName(resource, 'provision');
}

export function projectName(platform: Platform): string {
  return names.composeName(platform.environment.namespace);
}
