import type { App } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { names, type Platform } from '../../platform/index';
import { stateful } from '../constructs/stateful';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { allContainers, repositoryOf } from '../registry';

/** Untagged images go after a week; the last hundred stay, so that any recent deploy can be taken back. */
const lifecycle = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 },
      action: { type: 'expire' },
    },
  ],
});

/** Repositories of the images that are built, where the environment's registry is ECR of its own account. */
export class ImagesStack extends EnvironmentStack {
  constructor(app: App, platform: Platform) {
    super(app, platform, 'images', { description: 'Repositories of the images that are built.' });
    const { posture } = platform.environment;
    for (const name of ownRepositories(platform)) {
      const id = `${names.constructId(name.replaceAll(/[^a-z0-9]+/g, '-'))}Repository`;
      const repository = new CfnRepository(this, id, {
        repositoryName: name,
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'AES256' },
        lifecyclePolicy: { lifecyclePolicyText: lifecycle },
        emptyOnDelete: !posture.retain,
      });
      stateful(repository, id, posture.retain ? 'retain' : 'delete');
    }
  }
}

/** Names of the repositories that this environment makes. */
export function ownRepositories(platform: Platform): string[] {
  const { account, region } = awsOf(platform);
  const found = allContainers(platform).flatMap(({ image }) => {
    const repository = image.kind === 'build' ? repositoryOf(platform, image) : undefined;
    return repository?.account === account && repository.region === region ? [repository.name] : [];
  });
  return [...new Set(found)].sort();
}
