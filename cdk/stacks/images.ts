import type { App } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { names, type Platform } from '../../platform/index';
import { stateful } from '../constructs/stateful';
import { EnvironmentStack } from '../environment-stack';
import { byShard, shardPart } from '../names';
import { ownRepositories } from '../registry';

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
  constructor(app: App, platform: Platform, part: string, repositories: readonly string[]) {
    super(app, platform, part, { description: 'Repositories of the images that are built.' });
    const { posture } = platform.environment;
    for (const name of repositories) {
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

/** One stack, several of a large platform, or none. */
export function imagesStacks(app: App, platform: Platform): ImagesStack[] {
  const repositories = ownRepositories(platform);
  const parts = byShard(repositories, (name) => shardPart('images', name, repositories.length));
  return parts.map(([part, mine]) => new ImagesStack(app, platform, part, mine));
}
