import { type App, CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnParameter as CfnSsmParameter } from 'aws-cdk-lib/aws-ssm';
import { type Aws, names, type Platform } from '../platform/index';
import { withLiterals } from './literals';
import { parameterName, published, stackName } from './names';

/** Where an ecs platform runs. The command line refuses other runtimes before anything is rendered. */
export function awsOf(platform: Platform): Aws {
  const { aws, name } = platform.environment;
  if (aws === null) throw new Error(`environment "${name}" does not run on AWS`);
  return aws;
}

/** A stack of one environment. Stacks know each other by names alone: what one publishes, others look up at deploy. */
export class EnvironmentStack extends Stack {
  private readonly parameters = new Map<string, CfnParameter>();
  private readonly needed = new Set<string>();

  constructor(
    app: App,
    readonly platform: Platform,
    /** Last part of the stack's name. */
    readonly part: string,
    options: { readonly description: string; readonly service?: string },
  ) {
    const { name, owner, environment } = platform;
    const { account, region } = awsOf(platform);
    const tags: Record<string, string> = { environment: environment.name, owner, platform: name };
    if (options.service !== undefined) tags['service'] = options.service;
    super(app, stackName(platform, part), {
      env: { account, region },
      description: `${options.description} Made by Slipway from platform.yaml: edit that and run slipway synth.`,
      tags,
      terminationProtection: environment.posture.deletionProtection,
    });
  }

  /** Of the description. Without this the CDK asks an AWS account for the zones of the region when it synthesises. */
  override get availabilityZones(): string[] {
    return [...awsOf(this.platform).zones];
  }

  /** The template as it is written. */
  override _toCloudFormation(): unknown {
    return withLiterals(super._toCloudFormation());
  }

  /** Makes a value known under an agreed name. */
  publish(path: readonly string[], value: string): void {
    new CfnSsmParameter(this, this.idOf(path, 'Published'), {
      name: parameterName(this.platform, ...path),
      type: 'String',
      value,
    });
  }

  publishList(path: readonly string[], values: readonly string[]): void {
    new CfnSsmParameter(this, this.idOf(path, 'Published'), {
      name: parameterName(this.platform, ...path),
      type: 'StringList',
      value: values.join(','),
    });
  }

  /** The value that another stack has published, as it is when this stack is deployed. A path starts with the part of that stack. */
  lookup(path: readonly [string, ...string[]]): string {
    this.need(path[0]);
    return this.given(path);
  }

  lookupList(path: readonly [string, ...string[]]): string[] {
    this.need(path[0]);
    return this.parameter(path, 'AWS::SSM::Parameter::Value<List<String>>').valueAsList;
  }

  /** The same, of a value that the pipeline or the team publishes. */
  given(path: readonly string[]): string {
    return this.parameter(path, 'AWS::SSM::Parameter::Value<String>').valueAsString;
  }

  /** Says that another stack, if there is one with this part, is deployed before this one. */
  need(part: string): void {
    this.needed.add(part);
  }

  /** Parts of the stacks that are deployed before this one. */
  get needs(): readonly string[] {
    return [...this.needed].filter((part) => part !== this.part).sort();
  }

  get vpcId(): string {
    return this.lookup(published.vpc);
  }

  /** Key of log groups; undefined where AWS manages it. */
  get logsKey(): string | undefined {
    return this.platform.environment.posture.customerKeys ? this.lookup(published.logsKey) : undefined;
  }

  private parameter(path: readonly string[], type: string): CfnParameter {
    const name = parameterName(this.platform, ...path);
    const known = this.parameters.get(name);
    if (known !== undefined) return known;
    const parameter = new CfnParameter(this, this.idOf(path, 'Parameter'), { type, default: name });
    this.parameters.set(name, parameter);
    return parameter;
  }

  /** The words of a path; with all of it again where another path has the same words, as `a-b` and `c` has those of `a` and `b-c`. */
  private idOf(path: readonly string[], what: 'Published' | 'Parameter'): string {
    const id = `${path.map((part) => names.constructId(part)).join('')}${what}`;
    return this.node.tryFindChild(id) === undefined ? id : `${id}${names.constructId(`x-${path.join('/')}`)}`;
  }
}
