import { parseAllDocuments } from 'yaml';
import type { Files } from '../../output/index';

export type Output = 'cdk' | 'k8s' | 'compose';

/** What is wrong with files of an output: two of one name, or a name or a text that its target would refuse. */
export function faultsOf(output: Output | 'ci', files: Files): string[] {
  return [...fileFaults(files), ...readers[output](files)];
}

type Json = Readonly<Record<string, unknown>>;

const readers: Readonly<Record<Output | 'ci', (files: Files) => string[]>> = {
  cdk: templateFaults,
  k8s: manifestFaults,
  compose: (files) => yamlOf(files).flatMap(({ faults }) => faults),
  ci: (files) => yamlOf(files).flatMap(({ faults }) => faults),
};

/** Disks of macOS and Windows do not tell capitals from small letters. */
function fileFaults(files: Files): string[] {
  return [
    ...twice([...files.keys()].map((path) => path.toLowerCase())).map((path) => `two files are ${path}`),
    ...[...files]
      .filter(([path, text]) => path === '' || (text === '' && !path.startsWith('files/')))
      .map(([path]) => `an empty file ${path}`),
  ];
}

function twice(list: readonly string[]): string[] {
  const seen = new Set<string>();
  return list.filter((each) => seen.size === seen.add(each).size);
}

/** Documents of all YAML files; a key that stands twice in a map is a fault. */
function yamlOf(files: Files): { path: string; faults: string[]; documents: unknown[] }[] {
  return [...files]
    .filter(([path]) => /\.ya?ml$/.test(path))
    .map(([path, text]) => {
      const read = parseAllDocuments(text, { uniqueKeys: true });
      const list = Array.isArray(read) ? read : [];
      return {
        path,
        faults: list.flatMap(({ errors }) => errors.map(({ message }) => `${path}: ${message}`)),
        documents: list.map((each) => each.toJS()),
      };
    });
}

/** Properties that are names in the account, by type. Two of one type with the same name overwrite one another or fail. */
const names: Readonly<Record<string, string>> = {
  'AWS::SSM::Parameter': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ElastiCache::User': 'UserId',
  'AWS::ElastiCache::UserGroup': 'UserGroupId',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::MSK::Cluster': 'ClusterName',
  'AWS::MSK::Topic': 'TopicName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::IAM::Role': 'RoleName',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'Priority',
};

interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
}

/** Elastic Load Balancing, RDS, IAM and KMS: what a tag may hold. */
const tag = /^[\p{L}\p{N}\p{Zs}_.:/=+@-]{0,255}$/u;

function templateFaults(files: Files): string[] {
  const templates = [...files].filter(([path]) => path.endsWith('.template.json'));
  const all = templates.flatMap(([path, text]) =>
    Object.entries((JSON.parse(text) as { Resources?: Record<string, Resource> }).Resources ?? {}).map(
      ([id, resource]) => ({ path, id, ...resource }),
    ),
  );
  const named = all.flatMap(({ Type, Properties }) => {
    const value = Properties?.[names[Type] ?? ''];
    const topic = Type === 'AWS::MSK::Topic' ? JSON.stringify(Properties?.['ClusterArn']) : '';
    return value === undefined ? [] : [`${Type} ${topic}${JSON.stringify(value)}`];
  });
  const rules = all
    .filter(({ Type }) => Type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
    .map(({ Properties }) => JSON.stringify(Properties?.['Conditions']));
  const tags = all.flatMap(({ Properties }) => {
    const list = Properties?.['Tags'];
    return Array.isArray(list) ? list.map(({ Value }: { Value: unknown }) => Value) : [];
  });
  const wrong = tags.filter((value) => typeof value === 'string' && !tag.test(value));
  return [
    ...twice(named).map((each) => `two resources have one name: ${each}`),
    ...twice(rules).map((each) => `two rules have the same conditions: ${each}`),
    ...wrong.map((value) => `a tag that AWS refuses: ${value}`),
    ...templates.filter(([, text]) => Buffer.byteLength(text) > 1_000_000).map(([path]) => `${path} is above 1 MB`),
  ];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Json; readonly namespace?: string };
  readonly spec?: Json;
  readonly data?: Json;
}

/** Gateway API, HTTPPathMatch: the pattern of `value` and what no value may hold. */
const pathValue = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const badPath = /\/\/|\/\.\/|\/\.\.\/|%2f|\/\.\.$|\/\.$/i;

function manifestFaults(files: Files): string[] {
  const read = yamlOf(files);
  const objects = read
    .filter(({ path }) => !path.endsWith('kustomization.yaml'))
    .flatMap(({ documents }) => documents as Manifest[])
    .filter((each) => each?.kind !== undefined);
  return [
    ...read.flatMap(({ faults }) => faults),
    ...twice(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).map((each) => `two objects are ${each}`),
    ...objects.flatMap(objectFaults),
  ];
}

function objectFaults({ kind, metadata, spec, data }: Manifest): string[] {
  const faults: string[] = [];
  const say = (what: string) => faults.push(`${kind}/${metadata.name}: ${what}`);
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(metadata.name) || metadata.name.length > 63) say('the name');
  for (const value of Object.values(metadata.labels ?? {})) {
    if (!/^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/.test(String(value)) || String(value).length > 63)
      say(`the label ${value}`);
  }
  for (const key of Object.keys(kind === 'ConfigMap' ? (data ?? {}) : {})) {
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) say(`the key ${key}`);
  }
  if (kind === 'CronJob' && /7/.test(String(spec?.['schedule']).split(' ')[4] ?? '')) say(`${spec?.['schedule']}`);
  for (const path of kind === 'HTTPRoute' || kind === 'Ingress' ? pathsIn(spec) : []) {
    if (!pathValue.test(path) || badPath.test(path)) say(`the path ${path}`);
  }
  for (const name of namesIn(spec)) {
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) say(`refers to ${name}`);
  }
  return faults;
}

/** Names of the secrets and config maps that values come from. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...(/^(secretKeyRef|configMapKeyRef)$/.test(key) ? [String((each as { name?: unknown }).name)] : []),
    ...namesIn(each),
  ]);
}

/** Values of matches and rewrites, wherever they stand. */
function pathsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, value: own } = value as { type?: unknown; value?: unknown };
  const here = type === 'PathPrefix' && typeof own === 'string' ? [own] : [];
  return [...here, ...Object.values(value).flatMap(pathsIn)];
}
