import type { Platform } from '../platform/index';
import { registryKind } from './registry';
import { usesCloud } from './workflows/promote';

/** What a team sets up in GitHub before the workflows that change environments can run, as lines of a comment. */
export function notesOf(targets: readonly Platform[]): string[] {
  return [
    '',
    'To set up once, under Settings > Environments of the repository:',
    ...targets.flatMap(notesOfOne),
    '',
    'Images are built into ghcr.io of the repository, which needs nothing. Their signatures are in the public log of',
    'Sigstore, with the name of the repository.',
  ];
}

function notesOfOne(platform: Platform): string[] {
  const { name, tier, runtime, registry } = platform.environment;
  const needs = [
    ...(usesCloud(platform) ? role(platform) : []),
    ...(runtime === 'kubernetes' ? ['secret KUBE_CONFIG: a kubeconfig that may write to the namespace'] : []),
    ...(registryKind(registry) === 'other'
      ? ['secrets REGISTRY_USERNAME and REGISTRY_PASSWORD: may push to its registry']
      : []),
    ...(tier === 'production' ? ['required reviewers, and main as the only branch'] : []),
  ];
  return [`  ${name}:`, ...needs.map((need) => `    ${need}`)];
}

function role({ environment, repository }: Platform): string[] {
  const { name, aws, runtime } = environment;
  const rights =
    runtime === 'ecs'
      ? "push to ECR, assume the CDK's roles, run ECS tasks, put and read the environment's parameters"
      : 'push to ECR';
  return [
    `variable AWS_ROLE_ARN: a role${aws === null ? '' : ` of account ${aws.account}`}`,
    `  that trusts token.actions.githubusercontent.com for repo:${repository}:environment:${name}`,
    `  and may: ${rights}`,
  ];
}
