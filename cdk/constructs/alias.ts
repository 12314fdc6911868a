import { CfnInstance, CfnService } from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import { names } from '../../platform/index';

/**
 * Another name of a host, in a namespace of Cloud Map, whose zone Route 53 lets nobody else write: a service with one
 * instance (AWS Cloud Map, AWS_INSTANCE_CNAME; a CNAME takes routing WEIGHTED alone).
 */
export function addAlias(scope: Construct, namespaceId: string, alias: string, host: string): void {
  const id = `Alias${names.constructId(alias)}`;
  const service = new CfnService(scope, id, {
    name: alias,
    description: 'Another name of a store',
    namespaceId,
    dnsConfig: { dnsRecords: [{ type: 'CNAME', ttl: 60 }], routingPolicy: 'WEIGHTED' },
  });
  new CfnInstance(scope, `${id}Record`, {
    serviceId: service.attrId,
    instanceId: alias,
    instanceAttributes: { AWS_INSTANCE_CNAME: host },
  });
}
