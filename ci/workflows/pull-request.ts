import type { StoreKind } from '../../platform/index';
import { imagesFile } from '../data';
import { testKinds, testStores } from '../kinds/registry';
import { runScript } from '../scripts';
import { runners, tools } from '../tools';
import { checkout, expression, type Job, run, type ServiceContainer, use, type Workflow } from '../workflow';
import { packages, scan } from './steps';

/** What a pull request must pass. It reads, and may write nothing but its own caches and summaries. */
export function pullRequest(): Workflow {
  const jobs = { plan: plan(), go: go(), image: image(), description: description(), changes: changes() };
  return {
    name: 'pull-request',
    on: { pull_request: {}, merge_group: {} },
    concurrency: { group: `pull-request-${expression('github.ref')}`, 'cancel-in-progress': true },
    jobs: { ...jobs, 'pull-request-ok': ok(Object.keys(jobs)) },
  };
}

const base = expression('github.event.pull_request.base.sha || github.event.merge_group.base_sha');
const concerned = (list: string) => `needs.plan.outputs.${list} != '[]'`;

function plan(): Job {
  return {
    name: 'plan',
    'runs-on': runners.amd64,
    permissions: { contents: 'read' },
    'timeout-minutes': 5,
    outputs: { builds: expression('steps.plan.outputs.builds'), modules: expression('steps.plan.outputs.modules') },
    steps: [
      checkout({ history: true }),
      runScript('See what the change concerns', 'planPullRequest', {
        id: 'plan',
        env: { BASE: base, IMAGES_FILE: imagesFile, RUNNER_AMD64: runners.amd64, RUNNER_ARM64: runners.arm64 },
      }),
    ],
  };
}

function go(): Job {
  const module = expression('matrix.module');
  const inModule = { 'working-directory': module };
  return {
    name: `go (${module})`,
    needs: ['plan'],
    if: concerned('modules'),
    'runs-on': runners.amd64,
    permissions: { contents: 'read' },
    'timeout-minutes': 30,
    strategy: { 'fail-fast': false, matrix: { include: expression('fromJSON(needs.plan.outputs.modules)') } },
    services: stores,
    steps: [
      checkout({ history: false }),
      use('actions/setup-go', {
        with: { 'go-version-file': `${module}/go.mod`, 'cache-dependency-path': `${module}/go.sum` },
      }),
      run('Verify the modules', 'go mod verify', inModule),
      run('Compare go.mod with the imports', 'go mod tidy -diff', inModule),
      run('Vet', 'go vet ./...', inModule),
      use('golangci/golangci-lint-action', {
        with: { version: tools.golangciLint, 'working-directory': module, args: '--timeout=5m' },
      }),
      run('Look for known vulnerabilities', `go run golang.org/x/vuln/cmd/govulncheck@${tools.govulncheck} ./...`, {
        // setup-go pins the module's own Go; the tool may need a newer one.
        env: { GOTOOLCHAIN: 'auto' },
        ...inModule,
      }),
      runScript('Prepare the stores', 'prepareStores', { env: prepareStoresEnv }),
      runScript('Test', 'testModule', { env: { MODULE: module }, ...inModule }),
    ],
  };
}

const prepareStoresEnv = {
  ...Object.fromEntries(testKinds.map((kind) => [kind.toUpperCase(), expression(`job.services.${kind}.id`)])),
  SETUP: expression('toJSON(matrix.setup)'),
  VARIABLES: expression('toJSON(matrix.variables)'),
};

/** GitHub starts no container for a service whose image is empty. */
const stores: Readonly<Record<string, ServiceContainer>> = Object.fromEntries(
  testKinds.map((kind) => [kind, store(kind)]),
);

function store(kind: StoreKind): ServiceContainer {
  const { port, health, env } = testStores[kind];
  return {
    image: expression(`matrix.images.${kind}`),
    ...(Object.keys(env).length > 0 && { env }),
    ports: [`${port}:${port}`],
    options: `--health-cmd "${health}" --health-interval 3s --health-timeout 10s --health-retries 40`,
  };
}

function image(): Job {
  const name = expression('matrix.name');
  const context = expression('matrix.context');
  return {
    name: `image (${name})`,
    needs: ['plan'],
    if: concerned('builds'),
    'runs-on': expression('matrix.runner'),
    permissions: { contents: 'read' },
    'timeout-minutes': 30,
    strategy: { 'fail-fast': false, matrix: { include: expression('fromJSON(needs.plan.outputs.builds)') } },
    steps: [
      checkout({ history: false }),
      use('docker/setup-buildx-action'),
      use('docker/build-push-action', {
        with: {
          context,
          file: `${context}/${expression('matrix.dockerfile')}`,
          target: expression('matrix.target'),
          'build-args': expression('matrix.args'),
          tags: `${name}:pull-request`,
          load: true,
          push: false,
          // An image that is loaded cannot carry attestations.
          provenance: false,
          'cache-from': `type=gha,scope=${name}`,
          'cache-to': `type=gha,scope=${name},mode=max`,
        },
      }),
      scan(`${name}:pull-request`),
    ],
  };
}

function description(): Job {
  return {
    name: 'description',
    'runs-on': runners.amd64,
    permissions: { contents: 'read' },
    'timeout-minutes': 15,
    steps: [
      checkout({ history: false }),
      ...packages(),
      run('Check the description', 'npx slipway check'),
      runScript('Compare the outputs with the description', 'compareOutputs'),
    ],
  };
}

function changes(): Job {
  return {
    name: 'changes',
    'runs-on': runners.amd64,
    permissions: { contents: 'read' },
    'timeout-minutes': 15,
    steps: [
      checkout({ history: true }),
      ...packages(),
      runScript('Show what changes in the infrastructure', 'showChanges', { env: { BASE: base } }),
    ],
  };
}

/** The one job that branch protection asks for: everything before it ended well, or was not needed. */
const nothingFailed = `echo "$RESULTS"
jq -e 'all(. == "success" or . == "skipped")' <<< "$RESULTS"
`;

function ok(needs: readonly string[]): Job {
  return {
    name: 'pull-request-ok',
    needs,
    if: 'always()',
    'runs-on': runners.amd64,
    permissions: {},
    'timeout-minutes': 5,
    steps: [
      run('Require that nothing failed', nothingFailed, { env: { RESULTS: expression('toJSON(needs.*.result)') } }),
    ],
  };
}
