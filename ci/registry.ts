import { ecrOf, type Platform } from '../platform/index';

/** How the workflows log in to a registry. */
export type RegistryKind = 'github' | 'ecr' | 'other';

/**
 * Where images are built to, signed and promoted from: the repository's own package registry, which needs no secret.
 * Names in it are lower case.
 */
export function buildRegistry(platform: Platform): string {
  return `ghcr.io/${platform.repository.toLowerCase()}`;
}

export function registryKind(registry: string): RegistryKind {
  if (registryHost(registry) === 'ghcr.io') return 'github';
  return ecrRegion(registry) === '' ? 'other' : 'ecr';
}

export function registryHost(registry: string): string {
  return registry.split('/', 1).join('');
}

/** Path in front of an image's name: `shop/`, or '' for none. */
export function registryPath(registry: string): string {
  const at = registry.indexOf('/');
  return at < 0 ? '' : `${registry.slice(at + 1)}/`;
}

/** Region of an ECR registry; '' for any other. */
export function ecrRegion(registry: string): string {
  return ecrOf(registryHost(registry))?.region ?? '';
}
