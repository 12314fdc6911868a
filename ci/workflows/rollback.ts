import type { Platform } from '../../platform/index';
import { runScript } from '../scripts';
import { checkout, expression, type Job, type Workflow } from '../workflow';
import { ecsRollbackSteps } from './deploy-ecs';
import { kubernetesRollbackSteps } from './deploy-kubernetes';
import { assumeRole, promoteSteps } from './promote';
import { loginToGitHub, packages } from './steps';
import { targetJob, verified } from './target';

/** Puts an earlier, signed image back, by hand. Databases stay as they are. `targets`: environments that run built images. */
export function rollback(targets: readonly Platform[]): Workflow {
  return {
    name: 'rollback',
    on: {
      workflow_dispatch: {
        inputs: {
          environment: {
            description: 'Where',
            type: 'choice',
            required: true,
            options: targets.map(({ environment }) => environment.name),
          },
          image: { description: 'Name of the image', type: 'string', required: true },
          digest: { description: 'Digest that shall run: sha256:...', type: 'string', required: true },
        },
      },
    },
    jobs: Object.fromEntries(
      targets.map((platform) => [`rollback-${platform.environment.name}`, rollbackJob(platform)]),
    ),
  };
}

function rollbackJob(platform: Platform): Job {
  const { name, runtime } = platform.environment;
  const { env, ...basics } = targetJob(platform);
  return {
    name: `roll ${name} back`,
    if: `github.ref == 'refs/heads/main' && inputs.environment == '${name}'`,
    ...basics,
    // What a person typed reaches scripts through variables alone.
    env: { ...env, DIGEST: expression('inputs.digest'), IMAGE: expression('inputs.image') },
    steps: [
      checkout({ history: false }),
      ...(runtime === 'ecs' ? packages() : []),
      loginToGitHub(),
      runScript('Read the request', 'readRequest'),
      ...verified(platform),
      ...assumeRole(platform),
      ...promoteSteps(platform),
      ...(runtime === 'ecs' ? ecsRollbackSteps(platform) : kubernetesRollbackSteps()),
    ],
  };
}
