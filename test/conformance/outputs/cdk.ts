import type { Files } from '../../../output/index';
import { names, type Platform, secretEntries } from '../../../platform/index';
import { containersOf, roleOf, words } from '../canonical';
import type { PipelineOutput } from './pipeline';

/** A CloudFormation template. Only what facts read has a type. */
export interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are read back as the plain data that they are
  readonly Properties: any;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface ContainerDefinition {
  readonly Name: string;
  readonly Image: unknown;
  readonly Essential?: boolean;
  readonly EntryPoint?: readonly unknown[];
  readonly Command?: readonly unknown[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
  readonly PortMappings?: readonly {
    readonly Name: string;
    readonly ContainerPort: number;
    readonly Protocol: string;
    readonly AppProtocol?: string;
  }[];
  readonly Cpu?: number;
  readonly Memory?: number;
  readonly MemoryReservation?: number;
  readonly User?: string;
  readonly ReadonlyRootFilesystem?: boolean;
  readonly StopTimeout?: number;
  readonly HealthCheck?: {
    readonly Command: readonly string[];
    readonly Interval: number;
    readonly Timeout: number;
    readonly Retries: number;
    readonly StartPeriod?: number;
  };
  readonly MountPoints?: readonly {
    readonly ContainerPath: string;
    readonly SourceVolume: string;
    readonly ReadOnly: boolean;
  }[];
  readonly Ulimits?: readonly { readonly Name: string; readonly SoftLimit: number; readonly HardLimit: number }[];
  readonly SystemControls?: readonly { readonly Namespace: string; readonly Value: string }[];
  readonly LinuxParameters?: {
    readonly Capabilities?: { readonly Add?: readonly string[]; readonly Drop?: readonly string[] };
  };
  readonly DependsOn?: readonly { readonly ContainerName: string; readonly Condition: string }[];
}

/** One resource and the template that it stands in, which its references need. */
export interface Found {
  readonly id: string;
  readonly template: Template;
  readonly resource: Resource;
}

/** The templates of a rendered cloud assembly. */
export class CdkOutput {
  /** By the last part of the stack's name: `network`, `orders`. */
  readonly templates: Readonly<Record<string, Template>>;

  constructor(
    readonly platform: Platform,
    readonly files: Files,
    readonly pipeline: PipelineOutput,
  ) {
    const prefix = `${platform.name}-${platform.environment.name}-`;
    this.templates = Object.fromEntries(
      [...files]
        .filter(([path]) => path.endsWith('.template.json'))
        .map(([path, text]) => [path.slice(prefix.length, -'.template.json'.length), JSON.parse(text) as Template]),
    );
  }

  all(type: string): Found[] {
    return Object.values(this.templates).flatMap((template) =>
      Object.entries(template.Resources ?? {})
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => ({ id, template, resource })),
    );
  }

  /** The task definition of a workload: the one whose family ends with its name. */
  task(name: string): Found {
    const family = `${this.platform.name}-${this.platform.environment.name}-${name}`;
    const found = this.all('AWS::ECS::TaskDefinition').find(({ resource }) => resource.Properties.Family === family);
    if (found === undefined) throw new Error(`no task definition of family ${family}`);
    return found;
  }

  definitions(task: Found): ContainerDefinition[] {
    return task.resource.Properties.ContainerDefinitions;
  }

  /** Owner and name of the volume that EFS holds, by its name in a task; undefined for directories of the task. */
  fileSystem({ template, resource }: Found, volume: string): string | undefined {
    const found = resource.Properties.Volumes?.find((each: { Name: string }) => each.Name === volume);
    const mounted = found?.EFSVolumeConfiguration;
    if (mounted === undefined) return undefined;
    const word = volumeOf(this.text(template, mounted.FilesystemId), 'file-system');
    const { AccessPointId, IAM } = mounted.AuthorizationConfig ?? {};
    const through = AccessPointId === undefined ? '' : volumeOf(this.text(template, AccessPointId), 'access-point');
    const safe = IAM === 'ENABLED' && mounted.TransitEncryption === 'ENABLED' && through === word;
    return safe ? word : `${word}, which anybody may read`;
  }

  /** What a container of Slipway's own makes the user's: the words of its `chown`. Undefined for other containers. */
  owns({ Command = [] }: ContainerDefinition): readonly string[] | undefined {
    // `1777` is anyone's.
    if (Command[0] === 'chown' || Command[0] === 'chmod') return Command.slice(1).map(String);
    const [copies, chown = 'chown', ...rest] = Command[0] === 'sh' ? String(Command[2]).split('\n') : [];
    if (copies !== 'cp /bin/busybox /tools/busybox' || rest.length > 0) return undefined;
    return chown.split(' ').slice(1);
  }

  /** Whether a container writes config files for another, with the shell that it is given. */
  writesFiles({ EntryPoint = [] }: ContainerDefinition): boolean {
    return EntryPoint[0] === '/slipway/tools/busybox';
  }

  /** The container definitions that stand for the containers of the description, by the name that facts use. */
  containers(): Record<string, { readonly task: Found; readonly definition: ContainerDefinition }> {
    return Object.fromEntries(
      Object.keys(containersOf(this.platform)).map((key) => {
        const { owner, role, name } = roleOf(key);
        const part = role === 'migrate' ? `${owner}-migrate` : owner;
        const task = this.task(part);
        const definition = this.definitions(task).find((each) => each.Name === (role === 'migrate' ? part : name));
        if (definition === undefined) throw new Error(`no container ${key}`);
        return [key, { task, definition }];
      }),
    );
  }

  /** One of the lists of `Key` and `Value` that load balancers have. */
  attribute(list: readonly { readonly Key: string; readonly Value: unknown }[], key: string): string {
    return String(list.find((each) => each.Key === key)?.Value ?? '');
  }

  /** Variables, plain and secret, with what they refer to as words. */
  variables(task: Found, definition: ContainerDefinition): Record<string, string> {
    const plain = (definition.Environment ?? []).map(({ Name, Value }) => [Name, this.text(task.template, Value)]);
    const secret = (definition.Secrets ?? []).map(({ Name, ValueFrom }) => [
      Name,
      this.secretText(task, String(this.text(task.template, ValueFrom))),
    ]);
    return Object.fromEntries([...plain, ...secret]);
  }

  /** A value of a template as text: parameters by what their names in Parameter Store stand for. */
  text(template: Template, value: unknown): string {
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const [[kind, inner] = ['', undefined]] = Object.entries(value as Record<string, unknown>);
    if (kind === 'Ref') return this.parameter(template, String(inner));
    if (kind === 'Fn::Join') {
      const [separator, parts] = inner as [string, unknown[]];
      return parts.map((part) => this.text(template, part)).join(separator);
    }
    if (kind === 'Fn::GetAtt') return `<${(inner as string[]).join('.')}>`;
    throw new Error(`a value that no fact knows: ${JSON.stringify(value)}`);
  }

  /** A store that AWS runs: what is in the security group that is published under its name. */
  store(name: string): Found {
    const path = `/${this.platform.name}/${this.platform.environment.name}/${name}/security-group`;
    const published = this.all('AWS::SSM::Parameter').find(({ resource }) => resource.Properties.Name === path);
    const group = JSON.stringify(published?.resource.Properties.Value);
    const types = [
      'AWS::RDS::DBInstance',
      'AWS::ElastiCache::ReplicationGroup',
      'AWS::MSK::Cluster',
      'AWS::AmazonMQ::Broker',
    ];
    const found = types
      .flatMap((type) => this.all(type))
      .find(
        (each) => each.template === published?.template && JSON.stringify(each.resource.Properties).includes(group),
      );
    if (found === undefined) throw new Error(`no store is published as ${name}`);
    return found;
  }

  /** What the provisioner is asked to do with a store, once that stands. */
  provision(kind: string, store: string): Found {
    const { id, template } = this.store(store);
    const found = this.all('Custom::SlipwayProvision').find(
      ({ template: mine, resource }) =>
        mine === template && resource.Properties.kind === kind && [resource.DependsOn ?? []].flat().includes(id),
    );
    if (found === undefined) throw new Error(`nobody sets up ${kind} ${store}`);
    return found;
  }

  /** What the code of each task may do, by the name of the task. */
  statements(): Record<
    string,
    readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[]
  > {
    const prefix = `${this.platform.name}-${this.platform.environment.name}-`;
    return Object.fromEntries(
      this.all('AWS::ECS::TaskDefinition').map(({ template, resource: { Properties } }) => {
        const [role = ''] = Properties.TaskRoleArn['Fn::GetAtt'];
        const policies: {
          PolicyDocument: { Statement: { Action: string | string[]; Resource: string | string[] }[] };
        }[] = template.Resources[role]?.Properties.Policies ?? [];
        const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
        return [
          Properties.Family.slice(prefix.length),
          statements.map(({ Action, Resource }) => ({ Action: [Action].flat(), Resource: [Resource].flat() })),
        ];
      }),
    );
  }

  /** The word for a value that CloudFormation takes from Secrets Manager. */
  resolved(value: unknown): string {
    const [, path = '', key = ''] =
      /^\{\{resolve:secretsmanager:(.+):SecretString:(\w+)\}\}$/.exec(String(value)) ?? [];
    return this.word(path, key);
  }

  /** A value in Secrets Manager, by the ARN of its secret. */
  secretWord(arn: string, key: string): string {
    return this.word(arn.split(':secret:')[1] ?? '', key);
  }

  private parameter(template: Template, name: string): string {
    const path = template.Parameters?.[name]?.Default;
    if (path === undefined) return `<${name}>`;
    const [, , , subject = '', what = ''] = path.split('/');
    if (what === 'host') return words.hostOf(subject);
    if (what === 'addresses') return words.addressesOf(subject);
    if (what === 'version') return words.version;
    if (what === 'image') return `built ${subject}`;
    return `<${path}>`;
  }

  private secretText(task: Found, arn: string): string {
    const [path = '', key = ''] = arn.split(':secret:')[1]?.split(':') ?? [];
    const { platform } = this;
    const composed = Object.values(task.template.Resources).find(
      (each) => each.Type === 'Custom::SlipwayProvision' && each.Properties.kind === 'secrets' && path.endsWith('/env'),
    );
    if (composed !== undefined) {
      const variable = composed.Properties.variables.find((each: { name: string }) => each.name === key);
      if (variable === undefined) throw new Error(`nobody writes ${key} into ${path}`);
      return variable.parts
        .map((part: { text?: unknown; secret?: string; key?: string; inUrl?: boolean }) =>
          part.secret === undefined
            ? this.text(task.template, part.text)
            : this.word(part.secret.split(':secret:')[1] ?? '', `${part.key ?? ''}${part.inUrl ? '-in-url' : ''}`),
        )
        .join('');
    }
    if (!path.startsWith(`${platform.name}/`)) throw new Error(`a secret of somebody else: ${arn}`);
    return this.word(path, key);
  }

  private word(path: string, key: string): string {
    const { platform } = this;
    const entry = secretEntries(platform).find(
      (each) => names.secretName(platform.name, platform.environment.name, each.name) === path,
    );
    if (entry === undefined) throw new Error(`no secret of the model is named ${path}`);
    return words.login(entry.name, key) ?? words.secret(entry.name, key === '' ? 'value' : key);
  }
}

/** `</atlas/prod/api-volumes/uploads/file-system>`, or what holds it, as `api uploads`. */
export function volumeOf(text: string, what: 'file-system' | 'access-point'): string {
  const [, owner = '', volume = ''] = new RegExp(`([a-z0-9-]+)-volumes/([a-z0-9-]+)/${what}>`).exec(text) ?? [];
  return `${owner} ${volume}`;
}
