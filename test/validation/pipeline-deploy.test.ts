import { spawnSync } from 'node:child_process';
import { builtStage, digestOfApi, digestOfWeb, ecs, well } from './support/deploys';
import type { Stage } from './support/stage';

let stage: Stage;
beforeEach(() => {
  stage = builtStage();
});
afterEach(() => stage.remove());

describe('images on their way', () => {
  it('are verified one by one, by who signed them where', () => {
    stage.play('cosign', ':');
    expect(stage.script('verify', { ...ecs, IDENTITY: 'deploy.yml' })).toEqual(well);
    expect(stage.calls()).toEqual(
      [`api@${digestOfApi}`, `web@${digestOfWeb}`].map(
        (image) =>
          `cosign verify --output text --certificate-oidc-issuer https://token.actions.githubusercontent.com --certificate-identity deploy.yml ghcr.io/acme/shop/${image}`,
      ),
    );
  });

  it('refuses an image whose signature is not ours', () => {
    stage.play('cosign', 'case "$*" in *web@*) echo "no matching signatures" >&2; exit 1 ;; esac');
    const { status, output } = stage.script('verify', { ...ecs, IDENTITY: 'deploy.yml' });
    expect(status).not.toBe(0);
    expect(output).not.toContain('web@');
  });

  it('refuses to go on without the file that names the images', () => {
    stage.play('cosign', ':');
    expect(stage.script('verify', { ...ecs, ENVIRONMENT_FILE: 'missing.json', IDENTITY: 'x' }).status).not.toBe(0);
  });

  it('are copied by digest, unless they are there', () => {
    stage.play('skopeo', 'case "$*" in "inspect "*api@*) exit 0 ;; "inspect "*) exit 1 ;; esac');
    expect(stage.script('promote', ecs)).toMatchObject({ status: 0 });
    expect(stage.calls().filter((call) => call.startsWith('skopeo copy'))).toEqual([
      `skopeo copy --all --preserve-digests docker://ghcr.io/acme/shop/web@${digestOfWeb} docker://${ecs.REGISTRY}/web:${'b'.repeat(64)}`,
    ]);
  });
});

describe('a deploy to ECS', () => {
  const parameters = {
    Parameters: [
      { Name: '/shop/dev/network/app-subnets', Value: 'subnet-1,subnet-2' },
      { Name: '/shop/dev/access/api-migrate', Value: 'sg-migrate' },
      { Name: '/shop/dev/access-3/warm', Value: 'sg-warm' },
      { Name: '/shop/dev/other/access/api-migrate', Value: 'sg-wrong' },
      { Name: '/shop/dev/api/migrate-task', Value: 'arn:task/api-migrate:7' },
      { Name: '/shop/dev/warm/task', Value: 'arn:task/warm:3' },
    ],
  };
  /** AWS with these parameters, where a task ends with what the next line of the file `codes` says. */
  const aws = (codes: readonly (number | 'never')[], container: string) => {
    stage.left('codes', 0);
    stage.play(
      'aws',
      `case "$1 $2" in
        "ssm get-parameter") case "$*" in *api/image*) echo old-api ;; *) echo "An error occurred (ParameterNotFound)" >&2; exit 254 ;; esac ;;
        "ssm get-parameters-by-path") echo '${JSON.stringify(parameters)}' ;;
        "ecs run-task") echo '{"tasks":[{"taskArn":"arn:run"}],"failures":[]}' ;;
        "ecs describe-tasks")
          codes=(${codes.join(' ')})
          at=$(cat "$RUNNER_TEMP/codes"); echo $((at + 1)) > "$RUNNER_TEMP/codes"
          if [ "\${codes[$at]}" = never ]; then echo '{"tasks":[{"lastStatus":"RUNNING"}]}'; echo $at > "$RUNNER_TEMP/codes"
          else echo '{"tasks":[{"lastStatus":"STOPPED","stoppedReason":"ended","containers":[{"name":"proxy","exitCode":9},{"name":"${container}","exitCode":'"\${codes[$at]}"'}]}]}'; fi ;;
      esac`,
    );
    stage.play('npx', ':');
  };

  it('remembers what ran, then says what shall run', () => {
    aws([], '');
    expect(stage.script('set-ecs-images', ecs)).toMatchObject({ status: 0 });
    expect(JSON.parse(stage.read('previous.json'))).toEqual({ '/shop/dev/api/image': 'old-api' });
    expect(stage.calls().filter((call) => call.includes('put-parameter'))).toEqual([
      `aws ssm put-parameter --name /shop/dev/api/image --value ${ecs.REGISTRY}/api@${digestOfApi} --type String --overwrite`,
      'aws ssm put-parameter --name /shop/dev/api/version --value 1a2b3c4 --type String --overwrite',
      `aws ssm put-parameter --name /shop/dev/web/image --value ${ecs.REGISTRY}/web@${digestOfWeb} --type String --overwrite`,
      'aws ssm put-parameter --name /shop/dev/web/version --value 5d6e7f8 --type String --overwrite',
    ]);
  });

  it('refuses to change anything that it could not remember', () => {
    stage.play('aws', 'echo "An error occurred (AccessDeniedException)" >&2; exit 254');
    const { status, output } = stage.script('set-ecs-images', ecs);
    expect(status).not.toBe(0);
    expect(output).toContain('AccessDeniedException');
    expect(stage.calls().join()).not.toContain('put-parameter');
  });

  it('deploys the stacks of its migrations, runs each in the network of its service, and waits', () => {
    aws([0], 'api-migrate');
    expect(stage.script('run-ecs-tasks', { ...ecs, PART: 'before' })).toEqual({
      status: 0,
      output: expect.stringContaining('api-migrate: done'),
    });
    const network =
      '{"awsvpcConfiguration":{"assignPublicIp":"DISABLED","subnets":["subnet-1","subnet-2"],"securityGroups":["sg-migrate"]}}';
    expect(stage.calls()).toEqual([
      'npx cdk deploy shop-dev-api-migrate --context env=dev --require-approval never --progress events --concurrency 5',
      'aws ssm get-parameters-by-path --path /shop/dev --recursive --output json',
      `aws ecs run-task --cluster shop-dev --task-definition arn:task/api-migrate:7 --launch-type FARGATE --network-configuration ${network} --output json`,
      'aws ecs describe-tasks --cluster shop-dev --tasks arn:run --output json',
    ]);
  });

  it('refuses to go on when a migration ends with another code than 0', () => {
    aws([3], 'api-migrate');
    const { status, output } = stage.script('run-ecs-tasks', { ...ecs, PART: 'before' });
    expect(status).toBe(1);
    expect(output).toContain('api-migrate: exit code 3');
  });

  it('refuses to go on when a migration never started', () => {
    aws([0], 'another');
    expect(stage.script('run-ecs-tasks', { ...ecs, PART: 'before' }).status).toBe(1);
  });

  it('refuses to go on when AWS starts nothing', () => {
    aws([0], 'api-migrate');
    stage.play(
      'aws',
      `case "$2" in get-parameters-by-path) echo '${JSON.stringify(parameters)}' ;; *) echo '{"tasks":[],"failures":[{"reason":"RESOURCE:ENI"}]}' ;; esac`,
    );
    const { status, output } = stage.script('run-ecs-tasks', { ...ecs, PART: 'before' });
    expect(status).toBe(1);
    expect(output).toContain('RESOURCE:ENI');
  });

  it('tries a job again as often as it may', () => {
    aws([1, 0], 'warm');
    expect(stage.script('run-ecs-tasks', { ...ecs, PART: 'after' })).toMatchObject({ status: 0 });
    expect(stage.calls().filter((call) => call.includes('run-task'))).toHaveLength(2);
  });

  it('refuses to go on when every try failed', () => {
    aws([1, 1], 'warm');
    expect(stage.script('run-ecs-tasks', { ...ecs, PART: 'after' }).status).toBe(1);
  });

  it('stops a task whose time is over', () => {
    aws(['never'], 'api-migrate');
    const file = JSON.parse(
      spawnSync('cat', [`${stage.checkout}/${ecs.ENVIRONMENT_FILE}`], { encoding: 'utf8' }).stdout,
    );
    file.tasks.before[0][0].timeout = 0;
    stage.file(ecs.ENVIRONMENT_FILE, JSON.stringify(file));
    const { status, output } = stage.script('run-ecs-tasks', { ...ecs, PART: 'before' });
    expect(status).toBe(1);
    expect(output).toContain('its time was over');
    expect(stage.calls().join('\n')).toContain('aws ecs stop-task --cluster shop-dev --task arn:run');
  });

  it('goes back to what ran before', () => {
    aws([], '');
    stage.left('previous.json', { '/shop/dev/api/image': 'old-api', '/shop/dev/api/version': 'v1' });
    expect(stage.script('undo-ecs', ecs)).toMatchObject({ status: 0 });
    expect(stage.calls()).toEqual([
      'aws ssm put-parameter --name /shop/dev/api/image --value old-api --type String --overwrite',
      'aws ssm put-parameter --name /shop/dev/api/version --value v1 --type String --overwrite',
      'npx cdk deploy --all --context env=dev --require-approval never --progress events --concurrency 5',
    ]);
  });

  it('says so when there is nothing to go back to', () => {
    aws([], '');
    stage.left('previous.json', {});
    expect(stage.script('undo-ecs', ecs).output).toContain('nothing to go back to');
    expect(stage.calls()).toEqual([]);
  });
});
