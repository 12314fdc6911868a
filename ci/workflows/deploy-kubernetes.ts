import type { Platform } from '../../platform/index';
import { runScript } from '../scripts';
import { expression, type Step } from '../workflow';

/** A deploy to a cluster, whose credentials are the secret `KUBE_CONFIG` of the GitHub environment. */
export function kubernetesSteps(): Step[] {
  return [
    runScript('Render the manifests', 'renderManifests'),
    connect(),
    runScript('Look for the secrets', 'requireSecrets'),
    runScript('Set up stores and migrate', 'migrateCluster'),
    runScript('Apply', 'applyCluster', { id: 'images' }),
    ...smokeOrBack(),
  ];
}

/** One image set back, in what runs now. Migrations and jobs do not run. */
export function kubernetesRollbackSteps(): Step[] {
  return [connect(), runScript('Set the image', 'setClusterImage', { id: 'images' }), ...smokeOrBack()];
}

function connect(): Step {
  return runScript('Connect to the cluster', 'connectCluster', {
    env: { CREDENTIALS: expression('secrets.KUBE_CONFIG') },
  });
}

function smokeOrBack(): Step[] {
  return [
    runScript('Ask every route', 'smoke'),
    runScript('Go back', 'undoCluster', { if: "failure() && steps.images.outcome != 'skipped'" }),
  ];
}

/** Variables that the scripts of a cluster read, for the whole job. */
export function kubernetesVariables({ environment }: Platform): Record<string, string> {
  return { MANIFESTS: `dist/${environment.name}/k8s`, NAMESPACE: environment.namespace };
}
