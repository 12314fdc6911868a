import type { Platform } from '../../platform/index';
import { environmentFile } from '../data';
import { buildRegistry } from '../registry';
import { runScript } from '../scripts';
import { runners } from '../tools';
import type { Job, Step } from '../workflow';
import { ecsVariables } from './deploy-ecs';
import { kubernetesVariables } from './deploy-kubernetes';
import { usesCloud } from './promote';
import { cosign } from './steps';

type Basics = 'runs-on' | 'environment' | 'permissions' | 'concurrency' | 'timeout-minutes' | 'env';

/** What every job that changes an environment has in common. One at a time, and none is broken off. */
export function targetJob(platform: Platform): Pick<Job, Basics> {
  const { environment, gateway } = platform;
  const variables = environment.runtime === 'ecs' ? ecsVariables(platform) : kubernetesVariables(platform);
  return {
    'runs-on': runners.amd64,
    environment: { name: environment.name, ...(gateway.used && gateway.host !== '' ? { url: gateway.url } : {}) },
    permissions: {
      contents: 'read',
      ...(usesCloud(platform) ? { 'id-token': 'write' as const } : {}),
      packages: 'read',
    },
    concurrency: { group: `environment-${environment.name}`, 'cancel-in-progress': false },
    'timeout-minutes': 120,
    env: {
      BUILD_REGISTRY: buildRegistry(platform),
      ENVIRONMENT: environment.name,
      ENVIRONMENT_FILE: environmentFile(environment.name),
      REGISTRY: environment.registry,
      ...variables,
    },
  };
}

/** Only what the deploy workflow signed on the main branch goes further. */
export function verified({ repository }: Platform): Step[] {
  const identity = `https://github.com/${repository}/.github/workflows/deploy.yml@refs/heads/main`;
  return [cosign(), runScript('Verify the signatures', 'verify', { env: { IDENTITY: identity } })];
}
