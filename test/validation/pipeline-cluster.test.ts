import { spawnSync } from 'node:child_process';
import { secretEntries } from '../../platform/index';
import { builtStage, cluster, digestOfApi, digestOfWeb, edge } from './support/deploys';
import type { Stage } from './support/stage';

let stage: Stage;
const apply = 'kubectl apply --server-side --force-conflicts --field-manager slipway';
beforeEach(() => {
  stage = builtStage();
  // test/cluster/ runs the real one.
  stage.file('dist/edge/k8s/change.sh', 'change "$@"\n');
  stage.play('change', ':');
});
afterEach(() => stage.remove());

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
        "get statefulset.apps/main "*) echo 3 ;;
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
      'change check dist/edge/k8s',
      'change before dist/edge/k8s/base',
      `${apply} --kustomize dist/edge/k8s/base`,
      'kubectl wait statefulset.apps/main --for=jsonpath={.status.updatedReplicas}=3 --timeout 15m',
      'kubectl rollout status statefulset.apps/main --timeout 15m',
      'kubectl delete jobs --selector slipway/stage=provision --ignore-not-found --wait',
      'change before dist/edge/k8s/provision',
      `${apply} --kustomize dist/edge/k8s/provision`,
      'kubectl delete jobs --selector slipway/stage=migrate --ignore-not-found --wait',
      'change before dist/edge/k8s/migrate',
      `${apply} --kustomize dist/edge/k8s/migrate`,
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
    expect(calls).not.toContain('before dist/edge/k8s/migrate');
  });

  it('applies what runs and waits for it', () => {
    kubectl('Complete');
    expect(stage.script('apply-cluster', cluster)).toMatchObject({ status: 0 });
    expect(stage.calls()).toEqual([
      'change before dist/edge/k8s',
      `${apply} --kustomize dist/edge/k8s`,
      'kubectl get --kustomize dist/edge/k8s --output name',
      'kubectl rollout status deployment.apps/api --namespace shop-edge --timeout 15m',
      'kubectl get statefulset.apps/main --namespace shop-edge --output jsonpath={.spec.replicas}',
      'kubectl wait statefulset.apps/main --namespace shop-edge --for=jsonpath={.status.updatedReplicas}=3 --timeout 15m',
      'kubectl rollout status statefulset.apps/main --namespace shop-edge --timeout 15m',
      'change after dist/edge/k8s',
      'kubectl delete jobs --namespace shop-edge --selector slipway/stage=jobs --ignore-not-found --wait',
    ]);
  });

  it('changes nothing when a change is refused', () => {
    stage.play('change', 'echo "error: claim data-main-0 has 40Gi" >&2; exit 1');
    stage.play('kubectl', ':');
    expect(stage.script('migrate-cluster', cluster)).toEqual({
      status: 1,
      output: 'error: claim data-main-0 has 40Gi\n',
    });
    expect(stage.calls()).toEqual(['change check dist/edge/k8s']);
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
