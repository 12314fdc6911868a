import type { Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import { routesOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import type { K8sOutput } from '../outputs/k8s';
import type { PipelineOutput } from '../outputs/pipeline';

export const names: Fact = {
  title: 'everything is in the place of its environment, and says whose it is',
  expected: (platform) => ({
    place: placeOf(platform),
    // Laptops are no place that workflows deploy to.
    pipeline: runsOn(platform, 'compose') ? [] : pipelineOf(platform),
  }),
  compose: (output) => ({ place: { project: output.document.name }, pipeline: [] }),
  k8s: (output) => ({
    place: namespaceOf(output),
    pipeline: linesOf(output.pipeline, output.platform.environment.name),
  }),
  cdk: (output) => ({ place: accountOf(output), pipeline: linesOf(output.pipeline, output.platform.environment.name) }),
};

function placeOf(platform: Platform): Plain {
  const { name, owner, environment } = platform;
  if (runsOn(platform, 'compose')) return { project: environment.namespace };
  if (runsOn(platform, 'kubernetes'))
    return { namespace: environment.namespace, owner, partOf: [name], instance: [`${name}-${environment.name}`] };
  const { account, region, zones, cidr } = environment.aws ?? {};
  return {
    account: `aws://${account}/${region}`,
    tags: [JSON.stringify({ environment: environment.name, owner, platform: name })],
    cluster: `${name}-${environment.name}`,
    zones: [...(zones ?? [])],
    cidr: cidr ?? '',
  };
}

function namespaceOf(output: K8sOutput): Plain {
  const [made, ...others] = output.all('Namespace');
  const labels = (name: string) => [
    ...new Set(output.manifests.map(({ metadata }) => metadata.labels?.[`app.kubernetes.io/${name}`] ?? '')),
  ];
  const folders = [...output.files.keys()].filter(
    (path) => path.endsWith('kustomization.yaml') && !path.startsWith('images/'),
  );
  const spaces = folders.map((path) => output.kustomization(path.split('/').slice(0, -1).join('/')).namespace);
  // Where the namespace is not ours, the policies that hold for every pod say whose the pods are.
  const namespace = made?.metadata.name ?? spaces[0];
  const known = others.length === 0 && spaces.every((each) => each === namespace);
  const owned = made ?? output.all('NetworkPolicy').find(({ metadata }) => metadata.name.endsWith('-default-deny'));
  return {
    namespace: known ? (namespace ?? '') : `several: ${spaces.join()}`,
    owner: owned?.metadata.annotations?.['slipway/owner'] ?? '',
    partOf: labels('part-of'),
    instance: labels('instance'),
  };
}

interface Stack {
  readonly type: string;
  readonly environment: string;
  readonly properties: { readonly tags?: Readonly<Record<string, string>> };
}

function accountOf(output: CdkOutput): Plain {
  const { artifacts } = JSON.parse(output.files.get('manifest.json') ?? '{}') as {
    artifacts: Readonly<Record<string, Stack>>;
  };
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
  const tags = stacks.map(({ properties: { tags = {} } }) => {
    // The name of a workload is on its own stacks alone.
    const { service: _service, ...shared } = tags;
    return JSON.stringify(Object.fromEntries(Object.entries(shared).sort()));
  });
  const [cluster] = output.all('AWS::ECS::Cluster');
  const [vpc] = output.all('AWS::EC2::VPC');
  return {
    account: [...new Set(stacks.map(({ environment }) => environment))].join(),
    tags: [...new Set(tags)],
    cluster: cluster?.resource.Properties.ClusterName,
    zones: [
      ...new Set(output.all('AWS::EC2::Subnet').map(({ resource }) => String(resource.Properties.AvailabilityZone))),
    ].sort(),
    cidr: vpc?.resource.Properties.CidrBlock,
  };
}

/** Where the workflows build to, what they trust, and where they ask after a deploy. */
function pipelineOf(platform: Platform): string[] {
  const { repository, environment, gateway } = platform;
  const usual = gateway.port === (gateway.scheme === 'https' ? 443 : 80) ? '' : `:${gateway.port}`;
  const asked = routesOf(platform)
    .filter(({ protocol }) => protocol !== 'udp')
    .filter(({ answer }) => answer?.kind !== 'respond' || answer.status < 500)
    // What a plain GET does not reach is not asked.
    .filter(({ methods, headers }) => Object.keys(headers).length === 0 && (methods.join() || 'GET').includes('GET'))
    .map(({ protocol, host, path, listen }) =>
      protocol === 'tcp'
        ? `tcp ${host}:${listen}`
        : `${protocol === 'grpc' ? 'grpc' : 'http'} ${gateway.scheme}://${host.replace('*', 'smoke-test')}${usual}${path}`,
    );
  return [
    `builds to ghcr.io/${repository.toLowerCase()}`,
    `trusts https://github.com/${repository}/.github/workflows/deploy.yml@refs/heads/main`,
    `deploys to ${environment.name}`,
    ...asked.map((each) => `asks ${each}`),
  ].sort();
}

function linesOf(pipeline: PipelineOutput, environment: string): string[] {
  const { jobs } = pipeline.workflow('deploy.yml');
  const text = pipeline.text('.github/workflows/deploy.yml');
  const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, each = '']) => each))];
  const deploys = Object.values(jobs as Record<string, { environment?: { name: string } | string }>).map((job) =>
    typeof job.environment === 'object' ? job.environment.name : job.environment,
  );
  return [
    ...found(/^ +outputs: type=image,name=(ghcr\.io\/.+)\/\$\{\{ matrix\.name \}\}/gm).map(
      (each) => `builds to ${each}`,
    ),
    ...found(/^ +IDENTITY: (\S+)$/gm).map((each) => `trusts ${each}`),
    ...deploys.filter((each) => each === environment).map((each) => `deploys to ${each}`),
    ...pipeline.environment(environment).smoke.map(({ protocol, target }) => `asks ${protocol} ${target}`),
  ].sort();
}
