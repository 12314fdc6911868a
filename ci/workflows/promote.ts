import { type Platform, partitionOf } from '../../platform/index';
import { imageNames } from '../images';
import { buildRegistry, ecrRegion, registryHost, registryKind } from '../registry';
import { runScript } from '../scripts';
import { cdkDeploy } from '../scripts/cdk';
import { expression, run, type Step, use } from '../workflow';

/** Whether a job of this environment asks AWS for credentials. */
export function usesCloud({ environment }: Platform): boolean {
  return environment.aws !== null || registryKind(environment.registry) === 'ecr';
}

/** Credentials of the environment's role, for its account alone. */
export function assumeRole(platform: Platform): Step[] {
  const { aws, registry } = platform.environment;
  if (!usesCloud(platform)) return [];
  const region = aws === null ? ecrRegion(registry) : aws.region;
  return [
    use('aws-actions/configure-aws-credentials', {
      with: {
        'role-to-assume': expression('vars.AWS_ROLE_ARN'),
        'role-session-name': `slipway-${expression('github.run_id')}`,
        'aws-region': region,
        // Tokens of GitHub are for one audience, and that of another partition is another.
        ...(partitionOf(region).name === 'aws-cn' ? { audience: 'sts.amazonaws.com.cn' } : {}),
        ...(aws === null ? {} : { 'allowed-account-ids': aws.account }),
      },
    }),
  ];
}

/** Brings the images into the environment's own registry, where it has one. */
export function promoteSteps(platform: Platform): Step[] {
  const { registry } = platform.environment;
  if (registry === buildRegistry(platform)) return [];
  return [
    ...(makesRepositories(platform) ? [run('Make the repositories', cdkDeploy('"$IMAGES_STACK"'))] : []),
    ...login(registry),
    runScript('Copy the images into the registry of the environment', 'promote'),
  ];
}

/** The CDK app makes the repositories of its own account and region, where there is anything to put into them. */
function makesRepositories(platform: Platform): boolean {
  const { aws, registry } = platform.environment;
  if (aws === null || imageNames(platform).length === 0) return false;
  return registryHost(registry).startsWith(`${aws.account}.dkr.ecr.${aws.region}.`);
}

function login(registry: string): Step[] {
  switch (registryKind(registry)) {
    case 'github':
      return [];
    case 'ecr':
      return [
        run(
          'Log in to the registry of the environment',
          'aws ecr get-login-password --region "$REGION" | docker login --username AWS --password-stdin "$HOST"\n',
          { env: { HOST: registryHost(registry), REGION: ecrRegion(registry) } },
        ),
      ];
    case 'other':
      return [
        use('docker/login-action', {
          with: {
            registry: registryHost(registry),
            username: expression('secrets.REGISTRY_USERNAME'),
            password: expression('secrets.REGISTRY_PASSWORD'),
          },
        }),
      ];
  }
}
