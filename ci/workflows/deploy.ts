import type { Platform } from '../../platform/index';
import { isDeployed } from '../images';
import { buildRegistry } from '../registry';
import { checkout, type Job, type Workflow } from '../workflow';
import { build, digestsFolder, digestsPattern, plan, publish } from './build';
import { ecsSteps } from './deploy-ecs';
import { kubernetesSteps } from './deploy-kubernetes';
import { assumeRole, promoteSteps } from './promote';
import { download, loginToGitHub, packages } from './steps';
import { targetJob, verified } from './target';

/** From a push to the main branch into every environment: development at once, then production one after another. `targets`: in order. */
export function deploy(targets: readonly Platform[]): Workflow {
  const registry = targets.slice(0, 1).map(buildRegistry).join('');
  return {
    name: 'deploy',
    on: {
      push: { branches: ['main'] },
      workflow_dispatch: {
        inputs: {
          environment: {
            description: 'Where to deploy',
            type: 'choice',
            default: 'all',
            options: ['all', ...targets.map(({ environment }) => environment.name)],
          },
          rebuild: { description: 'Build every image again, for newer base images', type: 'boolean', default: false },
        },
      },
    },
    jobs: {
      plan: plan(registry),
      build: build(registry),
      publish: publish(registry),
      ...Object.fromEntries(
        targets.map((platform) => [jobName(platform), deployJob(platform, before(targets, platform))]),
      ),
    },
  };
}

/** Environments that are deployed to, those of tier development first. */
export function inOrder(platforms: readonly Platform[]): Platform[] {
  const targets = platforms.filter(isDeployed);
  return [...targets.filter((platform) => !isProduction(platform)), ...targets.filter(isProduction)];
}

function isProduction({ environment }: Platform): boolean {
  return environment.tier === 'production';
}

function jobName({ environment }: Platform): string {
  return `deploy-${environment.name}`;
}

/** Development waits for nothing; production for all that stands before it. */
function before(targets: readonly Platform[], platform: Platform): string[] {
  return isProduction(platform) ? targets.slice(0, targets.indexOf(platform)).map(jobName) : [];
}

function deployJob(platform: Platform, others: readonly string[]): Job {
  const { name, runtime } = platform.environment;
  const chosen = `github.event_name == 'push' || inputs.environment == 'all' || inputs.environment == '${name}'`;
  const well = "!cancelled() && !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'cancelled')";
  return {
    name: `deploy to ${name}`,
    needs: ['plan', 'build', 'publish', ...others],
    // Builds are skipped when nothing is to be built, and other environments when one was chosen.
    if: `${well} && needs.plan.result == 'success' && (${chosen})`,
    ...targetJob(platform),
    steps: [
      checkout({ history: false }),
      ...packages(),
      download(digestsPattern, digestsFolder),
      loginToGitHub(),
      ...verified(platform),
      ...assumeRole(platform),
      ...promoteSteps(platform),
      ...(runtime === 'ecs' ? ecsSteps(platform) : kubernetesSteps()),
    ],
  };
}
