import { spawnSync } from 'node:child_process';
import { secretEntries } from '../../platform/index';
import { described } from '../ci/described';
import { Stage } from './support/stage';

for (const program of ['bash', 'jq', 'awk']) {
  if (spawnSync(program, ['--version']).error !== undefined)
    throw new Error(`the scripts of the workflows need ${program}: install it`);
}

const platforms = described(`
platform: shop
repository: acme/shop
services:
  api: { build: api, ports: { http: 8080, grpc: 9090 }, routes: [/api, { path: /shop.Api, port: grpc }], uses: [main.api], migrate: [/app, migrate] }
  web: { build: web, ports: { http: 8080 }, routes: / , calls: [api] }
jobs:
  warm: { build: api, command: [/app, warm], calls: [api], retries: 1 }
resources:
  main: { kind: postgres, databases: [api] }
environments:
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: dev.example.com }
  edge: { runtime: kubernetes, domain: edge.example.com }
`);
const edge = platforms.find(({ environment }) => environment.name === 'edge')!;
const [digestOfApi, digestOfWeb] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string];

let stage: Stage;
beforeEach(() => {
  stage = new Stage(platforms);
  stage.left('digests/api.json', { digest: digestOfApi, version: '1a2b3c4' });
  stage.left('digests/web.json', { digest: digestOfWeb, version: '5d6e7f8' });
});
afterEach(() => stage.remove());

const ecs = {
  ENVIRONMENT: 'dev',
  ENVIRONMENT_FILE: '.github/slipway/environments/dev.json',
  BUILD_REGISTRY: 'ghcr.io/acme/shop',
  REGISTRY: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop',
  CLUSTER: 'shop-dev',
  PARAMETERS: '/shop/dev',
  POLL: '0',
};
const cluster = {
  ENVIRONMENT: 'edge',
  ENVIRONMENT_FILE: '.github/slipway/environments/edge.json',
  BUILD_REGISTRY: 'ghcr.io/acme/shop',
  REGISTRY: 'ghcr.io/acme/shop',
  MANIFESTS: 'dist/edge/k8s',
  NAMESPACE: 'shop-edge',
};
const well = { status: 0, output: expect.anything() };

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

describe('a deploy to a cluster', () => {
  const workload = (kind: string, name: string, revision: string) =>
    kind === 'Deployment'
      ? { kind, metadata: { name, annotations: { 'deployment.kubernetes.io/revision': revision } } }
      : { kind, metadata: { name }, status: { updateRevision: revision } };

  it('sets every image by digest, and its version, where the manifests say which images run', () => {
    stage.play('npx', 'mkdir -p dist/edge/k8s/images');
    stage.play('kustomize', ':');
    expect(stage.script('render-manifests', cluster)).toMatchObject({ status: 0 });
    expect(stage.calls()).toEqual([
      'npx slipway synth k8s --environment edge',
      `kustomize edit set image api=ghcr.io/acme/shop/api@${digestOfApi} web=ghcr.io/acme/shop/web@${digestOfWeb}`,
      'kustomize edit set configmap versions --from-literal=api=1a2b3c4 --from-literal=web=5d6e7f8',
    ]);
  });

  it('keeps the credentials to itself', () => {
    stage.play('kubectl', 'echo "{}"');
    expect(stage.script('connect-cluster', { ...cluster, CREDENTIALS: 'secret config' })).toEqual({
      status: 0,
      output: '',
    });
    expect(stage.read('kubeconfig')).toBe('secret config');
    expect(spawnSync('stat', ['-c', '%a', `${stage.temp}/kubeconfig`], { encoding: 'utf8' }).stdout.trim()).toBe('600');
    expect(stage.read('env')).toBe(`KUBECONFIG=${stage.temp}/kubeconfig\n`);
  });

  it('refuses to start while secrets are missing, and names them', () => {
    const [first, ...others] = [...new Set(secretEntries(edge).map(({ name }) => name))].sort();
    stage.play('kubectl', `if [ "$1" = get ] && [ "$3" != ${first} ]; then exit 1; fi`);
    const { status, output } = stage.script('require-secrets', cluster);
    expect(status).toBe(1);
    expect(output).toContain(`lacks the secrets ${others.join(' ')}: run npx slipway secrets edge`);
  });

  const kubectl = (conditions: string) =>
    stage.play(
      'kubectl',
      `case "$*" in
        "get --kustomize dist/edge/k8s/base "*) echo namespace/shop-edge; echo statefulset.apps/main ;;
        "get --kustomize dist/edge/k8s "*) echo service/api; echo deployment.apps/api; echo statefulset.apps/main ;;
        "get jobs "*) echo job/api-migrate ;;
        "get job/"*) echo '${conditions}' ;;
      esac`,
    );
  const stages = () => {
    for (const folder of ['provision', 'migrate']) stage.file(`dist/edge/k8s/${folder}/kustomization.yaml`, '');
  };

  it('sets up stores, then databases, then migrates, each to its end', () => {
    stages();
    kubectl('SuccessCriteriaMet Complete');
    expect(stage.script('migrate-cluster', cluster)).toMatchObject({ status: 0 });
    const order = stage.calls().filter((call) => !call.startsWith('kubectl get'));
    expect(order.map((call) => call.replaceAll(' --namespace shop-edge', ''))).toEqual([
      'kubectl apply --kustomize dist/edge/k8s/base',
      'kubectl rollout status statefulset.apps/main --timeout 15m',
      'kubectl delete jobs --selector slipway/stage=provision --ignore-not-found --wait',
      'kubectl apply --kustomize dist/edge/k8s/provision',
      'kubectl delete jobs --selector slipway/stage=migrate --ignore-not-found --wait',
      'kubectl apply --kustomize dist/edge/k8s/migrate',
    ]);
  });

  it('refuses to go on when a migration fails, and shows its log', () => {
    stages();
    kubectl('FailureTarget Failed');
    const { status, output } = stage.script('migrate-cluster', cluster);
    expect(status).toBe(1);
    expect(output).toContain('job/api-migrate failed');
    const calls = stage.calls().join('\n');
    expect(calls).toContain('kubectl logs job/api-migrate');
    expect(calls).not.toContain('k8s/migrate');
  });

  it('applies what runs and waits for it', () => {
    kubectl('Complete');
    expect(stage.script('apply-cluster', cluster)).toMatchObject({ status: 0 });
    expect(stage.calls()).toEqual([
      'kubectl apply --kustomize dist/edge/k8s',
      'kubectl get --kustomize dist/edge/k8s --output name',
      'kubectl rollout status deployment.apps/api --namespace shop-edge --timeout 15m',
      'kubectl rollout status statefulset.apps/main --namespace shop-edge --timeout 15m',
    ]);
  });

  it('refuses a rollout that does not end', () => {
    stage.play('kubectl', 'case "$*" in "get "*) echo deployment.apps/api ;; "rollout "*) exit 1 ;; esac');
    expect(stage.script('apply-cluster', cluster).status).not.toBe(0);
  });

  it('goes back with what changed and with nothing else', () => {
    const before = [
      workload('Deployment', 'api', '3'),
      workload('Deployment', 'web', '8'),
      workload('StatefulSet', 'queue', 'queue-a'),
    ];
    const after = [
      workload('Deployment', 'api', '4'),
      workload('Deployment', 'web', '8'),
      workload('StatefulSet', 'queue', 'queue-b'),
      workload('Deployment', 'new', '1'),
    ];
    stage.left('before.json', { items: before });
    stage.play('kubectl', `if [ "$1" = get ]; then echo '${JSON.stringify({ items: after })}'; fi`);
    expect(stage.script('undo-cluster', cluster)).toMatchObject({ status: 0 });
    expect(stage.calls().slice(1)).toEqual([
      'kubectl rollout undo deployment/api --namespace shop-edge',
      'kubectl rollout undo statefulset/queue --namespace shop-edge',
      'kubectl rollout status deployment/api --namespace shop-edge --timeout 15m',
      'kubectl rollout status statefulset/queue --namespace shop-edge --timeout 15m',
    ]);
  });
});

describe('a rollback', () => {
  const asked = { ...cluster, IMAGE: 'api', DIGEST: digestOfWeb };

  it('finds the version of the digest that was asked for', () => {
    spawnSync('rm', ['-r', `${stage.temp}/digests`]);
    stage.play(
      'docker',
      `echo '{"digest":"${digestOfWeb}","annotations":{"org.opencontainers.image.version":"0ld0ld0"}}'`,
    );
    expect(stage.script('read-request', asked)).toMatchObject({ status: 0 });
    expect(JSON.parse(stage.read('digests/api.json'))).toEqual({ digest: digestOfWeb, version: '0ld0ld0' });
  });

  it.each([
    ['a digest that is none', { DIGEST: 'latest' }, 'digest must be sha256:'],
    ['a digest with a command in it', { DIGEST: `${digestOfWeb}; touch x` }, 'digest must be sha256:'],
    ['an image that does not run there', { IMAGE: 'api$(touch x)' }, 'it runs api, web'],
  ])('refuses %s', (_, change, message) => {
    stage.play('docker', 'exit 1');
    const { status, output } = stage.script('read-request', { ...asked, ...change });
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(stage.calls()).toEqual([]);
  });

  it('changes the pods that run the image and no other', () => {
    const image = (name: string) => `ghcr.io/acme/shop/${name}@sha256:${'c'.repeat(64)}`;
    const pod = (...containers: [string, string][]) => ({
      spec: { containers: containers.map(([name, from]) => ({ name, image: image(from) })) },
    });
    const items = [
      { kind: 'Deployment', metadata: { name: 'api' }, spec: { template: pod(['api', 'api'], ['proxy', 'web']) } },
      { kind: 'Deployment', metadata: { name: 'web' }, spec: { template: pod(['web', 'web'], ['helper', 'api']) } },
      { kind: 'Deployment', metadata: { name: 'other' }, spec: { template: pod(['other', 'api-two']) } },
      {
        kind: 'CronJob',
        metadata: { name: 'night' },
        spec: { jobTemplate: { spec: { template: pod(['night', 'api']) } } },
      },
    ];
    stage.play('kubectl', `if [ "$1" = get ]; then echo '${JSON.stringify({ items })}'; fi`);
    stage.left('digests/api.json', { digest: digestOfWeb, version: '0ld0ld0' });
    expect(stage.script('set-cluster-image', asked)).toMatchObject({ status: 0 });
    const to = `ghcr.io/acme/shop/api@${digestOfWeb}`;
    const spec = (name: string) => ({ containers: [{ name, image: to }] });
    const labelled = { metadata: { labels: { 'app.kubernetes.io/version': '0ld0ld0' } } };
    const calls = stage.calls();
    const patches = calls
      .filter((call) => call.startsWith('kubectl patch'))
      .map((call) => [call.split(' ')[2], JSON.parse(call.split(' --patch ')[1]!)]);
    expect(patches).toEqual([
      ['deployment/api', { spec: { template: { spec: spec('api'), ...labelled } } }],
      ['deployment/web', { spec: { template: { spec: spec('helper') } } }],
      ['cronjob/night', { spec: { jobTemplate: { spec: { template: { spec: spec('night'), ...labelled } } } } }],
    ]);
    expect(calls.filter((call) => call.startsWith('kubectl rollout')).map((call) => call.split(' ')[3])).toEqual([
      'deployment/api',
      'deployment/web',
    ]);
  });

  it('refuses when nothing runs the image', () => {
    stage.play('kubectl', `echo '{"items":[]}'`);
    expect(stage.script('set-cluster-image', asked)).toEqual({
      status: 1,
      output: expect.stringContaining('nothing in namespace shop-edge runs'),
    });
  });
});

describe('the routes after a deploy', () => {
  const answering = (statuses: Record<string, string>) =>
    stage.play(
      'curl',
      `case "$*" in ${Object.entries(statuses)
        .map(([url, status]) => `*" ${url}") printf ${status} ;;`)
        .join(' ')} *) printf 000; exit 6 ;; esac`,
    );
  const urls = {
    'https://edge.example.com/': '200',
    'https://edge.example.com/api': '401',
    'https://edge.example.com/shop.Api': '200',
  };

  it('are well when each answers, be it with a refusal', () => {
    answering(urls);
    expect(stage.script('smoke', cluster)).toMatchObject({ status: 0 });
    expect(stage.calls().filter((call) => call.includes('application/grpc'))).toHaveLength(1);
  });

  it.each(['502', '503', '000'])('refuses a deploy after which one answers %s', (status) => {
    answering({ ...urls, 'https://edge.example.com/api': status });
    const ended = stage.script('smoke', cluster);
    expect(ended.status).toBe(1);
    expect(ended.output).toContain('no answer from https://edge.example.com/api');
  });
});
