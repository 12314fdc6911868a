import { names, type Platform, type Text } from '../../../platform/index';
import { runsOn } from '../accepts';
import { atFirstServer, containersOf, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import type { ComposeOutput } from '../outputs/compose';
import type { ContainerSpec, K8sOutput } from '../outputs/k8s';
import { placed } from './files';

export const secretStore: Fact = {
  title: 'every secret is kept in the store of the target, made there or given, and read by its readers alone',
  expected: (platform) => {
    const list = [...platform.credentials, ...platform.secrets].map(({ name }) => name);
    const known = Object.fromEntries(list.map((name) => [name, readersOf(platform, name)]));
    if (runsOn(platform, 'ecs')) return { read: known, kept: keptOf(platform) };
    const addresses = platform.resources.filter(({ address }) => address.kind === 'looked-up');
    const given = runsOn(platform, 'kubernetes') ? [...list, ...addresses.map(({ name }) => `${name}-address`)] : [];
    return { read: filled(known), kept: Object.fromEntries(given.map((name) => [name, 'there before a deploy'])) };
  },
  compose: (output) => ({ read: composeReaders(output), kept: {} }),
  k8s: (output) => ({ read: podReaders(output), kept: awaited(output) }),
  cdk: (output) => ({ read: taskReaders(output), kept: storedIn(output) }),
};

/** Without those that nobody reads. */
function filled(record: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(record).filter(([, readers]) => readers.length > 0));
}

function isNamed(text: Text, name: string): boolean {
  return text.some(
    (part) =>
      typeof part !== 'string' &&
      ((part.kind === 'secret' && part.secret === name) ||
        (part.kind === 'credential' &&
          part.credential === name &&
          // The name of a login is no secret but where only the team knows it.
          part.attribute === 'password')),
  );
}

/** Workloads that the model names as readers, and the servers and set-ups of stores that run here. */
function readersOf(platform: Platform, name: string): string[] {
  const credential = platform.credentials.find((each) => each.name === name);
  const secret = platform.secrets.find((each) => each.name === name);
  const may = new Set(
    credential === undefined
      ? secret?.readers
      : [credential.workload, credential.role === 'admin' ? credential.resource : ''],
  );
  const readers = Object.entries(containersOf(platform)).flatMap(([key, { env, files }]) => {
    const { owner, role } = roleOf(key);
    const texts = [...env.map(({ value }) => value), ...placed(platform, files).map(({ content }) => content)];
    const reads = may.has(owner) && texts.some((text) => isNamed(text, name));
    return reads ? [role === 'migrate' ? `${owner}-migrate` : owner] : [];
  });
  return [...new Set([...readers, ...serversOf(platform, name)])].sort();
}

/** A server takes its administrator's password, and what sets it up the passwords of all. */
function serversOf(platform: Platform, name: string): string[] {
  const credential = platform.credentials.find((each) => each.name === name);
  const store = platform.resources.find((each) => each.name === credential?.resource);
  if (credential === undefined || store === undefined || store.provider !== 'container') return [];
  // Redis and RabbitMQ set themselves up when they start.
  if (store.kind !== 'postgres') return [store.name];
  return credential.role === 'admin' ? [store.name, `${store.name}-provision`] : [`${store.name}-provision`];
}

/** On AWS a secret is made with the stack: a password for a login, a random text, or nothing where the team gives it. */
function keptOf(platform: Platform): Record<string, string> {
  return Object.fromEntries([
    ...platform.credentials.map(({ name, user, source }) => [
      name,
      source === 'generated' ? `password of ${user}` : 'given',
    ]),
    ...platform.secrets.map(({ name, source, keys }) => [
      name,
      source === 'generated' ? 'random' : keys.includes('value') ? 'given' : `given, ${keys.join(' and ')}`,
    ]),
  ]);
}

const inWords = /<(?:password of|secret) ([^ ,>]+)[^>]*>/g;

/** Who reads which secret, from texts with words in place of secrets. */
function byWords(texts: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [owner, text] of Object.entries(texts)) {
    for (const [, name = ''] of text.matchAll(inWords)) found.set(name, (found.get(name) ?? new Set()).add(owner));
  }
  return Object.fromEntries([...found].map(([name, readers]) => [name, [...readers].sort()]));
}

function composeReaders(output: ComposeOutput): Record<string, readonly string[]> {
  const beside = new Map(
    Object.keys(containersOf(output.platform)).map((key) => {
      const { owner, role, name } = roleOf(key);
      return [role === 'init' || role === 'sidecar' ? `${owner}-${name}` : '', owner];
    }),
  );
  const texts: Record<string, string> = {};
  for (const [name, service] of Object.entries(output.document.services)) {
    const first = atFirstServer(output.platform, name);
    const owner = beside.get(first) ?? first;
    const configs = (service.configs ?? []).map(({ source }) => output.config(source));
    texts[owner] = [texts[owner] ?? '', JSON.stringify(service), ...configs].join(' ');
  }
  return byWords(texts);
}

function podReaders(output: K8sOutput): Record<string, readonly string[]> {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'].flatMap((kind) => output.all(kind));
  return byWords(
    Object.fromEntries(
      kinds.map(({ metadata: { name } }) => {
        const pod = output.pod(name);
        const containers: ContainerSpec[] = [...(pod.initContainers ?? []), ...pod.containers];
        return [name, containers.map((each) => JSON.stringify(output.variables(each))).join()];
      }),
    ),
  );
}

/** What the pipeline asks for before it applies anything. */
function awaited(output: K8sOutput): Plain {
  const { secrets } = output.pipeline.environment(output.platform.environment.name);
  return Object.fromEntries(secrets.map((name) => [name, 'there before a deploy']));
}

/** Who may read a secret by the role that starts its task, and does so by a variable or by what composes one. */
function taskReaders(output: CdkOutput): Record<string, readonly string[]> {
  const prefix = `${output.platform.name}-${output.platform.environment.name}-`;
  const allowed = new Map<string, string>();
  const variables: Record<string, string> = {};
  for (const task of output.all('AWS::ECS::TaskDefinition')) {
    const name: string = task.resource.Properties.Family.slice(prefix.length);
    const [role = ''] = task.resource.Properties.ExecutionRoleArn['Fn::GetAtt'];
    allowed.set(name, JSON.stringify(task.template.Resources[role]?.Properties.Policies));
    variables[name] = JSON.stringify(output.definitions(task).map((each) => output.variables(task, each)));
  }
  const used = byWords(variables);
  const all = [...output.platform.credentials, ...output.platform.secrets];
  return Object.fromEntries(
    all.map(({ name }) => {
      const path = names.secretName(output.platform.name, output.platform.environment.name, name);
      const readers = (used[name] ?? []).map((task) => {
        const text = allowed.get(task) ?? '';
        // A composed variable lies in a secret of the task itself, which the provisioner writes.
        const may =
          text.includes(`:secret:${path}-??????"`) ||
          (text.includes(`/${task}/env-??????"`) && isComposed(output, task, path));
        return may ? task : `${task}, which may not`;
      });
      return [name, readers];
    }),
  );
}

function isComposed(output: CdkOutput, name: string, path: string): boolean {
  const { template } = output.task(name);
  return Object.values(template.Resources).some(
    ({ Type, Properties }) =>
      Type === 'Custom::SlipwayProvision' && JSON.stringify(Properties.variables).includes(`:secret:${path}"`),
  );
}

function storedIn(output: CdkOutput): Record<string, string> {
  const paths = new Map(
    [...output.platform.credentials, ...output.platform.secrets].map(({ name }) => [
      names.secretName(output.platform.name, output.platform.environment.name, name),
      name,
    ]),
  );
  return Object.fromEntries(
    output.all('AWS::SecretsManager::Secret').flatMap(({ resource: { Properties } }) => {
      const name = paths.get(Properties.Name);
      // What tasks and stores make for themselves is no secret of the model.
      if (name === undefined && /\/(env|default)$/.test(Properties.Name)) return [];
      const keys = /JSON with ([^:]+)$/.exec(Properties.Description)?.[1];
      const origin = originOf(Properties.GenerateSecretString);
      const isLogin = output.platform.credentials.some((each) => each.name === name);
      return [[name ?? Properties.Name, keys === undefined || isLogin ? origin : `${origin}, ${keys}`]];
    }),
  );
}

interface Generated {
  readonly GenerateStringKey?: string;
  readonly SecretStringTemplate?: string;
}

function originOf(made: Generated | undefined): string {
  if (made === undefined) return 'given';
  const { GenerateStringKey: key, SecretStringTemplate: template } = made;
  if (key === undefined && template === undefined) return 'random';
  return key === 'password' ? `password of ${JSON.parse(template ?? '{}').username}` : `an unknown form`;
}
