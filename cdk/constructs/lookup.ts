import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

export interface LookupProps {
  /** `kafka`, as the AWS SDK for JavaScript names it. */
  readonly service: string;
  /** `GetBootstrapBrokers`. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Path to the value in the answer: `HostedZones.0.Id`. */
  readonly path: string;
  /** Changing it asks again as for something new. */
  readonly physicalId: string;
  /** ARNs that the call is about. */
  readonly resources: string[];
  /** Days that the log of the function is kept. */
  readonly logRetention: number;
}

/** A value that CloudFormation has no attribute for: asked of AWS at deploy, so that synthesis asks nobody. */
export class Lookup extends Construct {
  readonly value: string;

  constructor(scope: Construct, id: string, props: LookupProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const resource = new AwsCustomResource(this, 'Call', {
      resourceType: 'Custom::SlipwayLookup',
      onUpdate: {
        service: props.service,
        action: props.action,
        parameters: props.parameters,
        outputPaths: [props.path],
        physicalResourceId: PhysicalResourceId.of(props.physicalId),
      },
      installLatestAwsSdk: false,
      logGroup,
      policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: props.resources }),
    });
    this.value = resource.getResponseField(props.path);
  }
}
