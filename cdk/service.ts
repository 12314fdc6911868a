import type { CfnResource } from 'aws-cdk-lib';
import { CfnService } from 'aws-cdk-lib/aws-ecs';
import { CfnService as CfnDiscoveryService } from 'aws-cdk-lib/aws-servicediscovery';
import type { Health, Platform, Port } from '../platform/index';
import type { ContainerRole } from './container';
import { foundByDns } from './discovery';
import type { EnvironmentStack } from './environment-stack';
import { clusterName, groupParameter, published } from './names';
import type { Target } from './routes';
import type { MadeTask } from './workload';

export interface ServiceUnit {
  /** Name in the cluster, and the name that peers use. */
  readonly name: string;
  readonly ports: readonly Port[];
  /** Tasks; undefined where scaling decides. */
  readonly count: number | undefined;
  readonly targets: readonly Target[];
  readonly health: Health;
  /** What must stand before it starts. */
  readonly after: readonly CfnResource[];
  /** Two copies may run side by side while one replaces the other. */
  readonly overlaps: boolean;
}

/** A Fargate service, which peers reach by its name through Service Connect. */
export function addService(stack: EnvironmentStack, made: MadeTask, unit: ServiceUnit): CfnService {
  const { platform } = stack;
  const { posture } = platform.environment;
  stack.need('cluster');
  const service = new CfnService(stack, 'Service', {
    cluster: clusterName(platform),
    serviceName: unit.name,
    taskDefinition: made.task.definition.ref,
    ...(unit.count !== undefined && { desiredCount: unit.count }),
    capacityProviderStrategy: capacity(platform),
    platformVersion: 'LATEST',
    networkConfiguration: networkConfiguration(stack, unit.name),
    deploymentConfiguration: {
      // A new task is there before an old one goes.
      ...(unit.overlaps
        ? { minimumHealthyPercent: 100, maximumPercent: 200 }
        : { minimumHealthyPercent: 0, maximumPercent: 100 }),
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    // ECS rebalances by starting a second task first.
    availabilityZoneRebalancing: unit.overlaps ? 'ENABLED' : 'DISABLED',
    enableEcsManagedTags: true,
    propagateTags: 'SERVICE',
    enableExecuteCommand: posture.exec,
    ...(unit.targets.length > 0 && {
      healthCheckGracePeriodSeconds: gracePeriod(unit.health),
      loadBalancers: unit.targets.map(({ containerPort, arn }) => ({
        containerName: unit.name,
        containerPort,
        targetGroupArn: arn,
      })),
    }),
    ...(foundByDns(platform).has(unit.name) && { serviceRegistries: [{ registryArn: addDnsName(stack, unit.name) }] }),
    serviceConnectConfiguration: {
      enabled: true,
      namespace: clusterName(platform),
      services: unit.ports
        .filter((port) => port.protocol !== 'udp')
        .map((port, at) => discovery(unit.name, port, at === 0)),
    },
  });
  for (const each of [...made.after, ...unit.after]) service.addResourceDependency(each);
  return service;
}

/** A name in the DNS of the VPC, which stands for the addresses of the tasks that run. ECS keeps them. */
function addDnsName(stack: EnvironmentStack, name: string): string {
  const made = new CfnDiscoveryService(stack, 'DnsName', {
    name,
    description: `Tasks of ${name}`,
    namespaceId: stack.lookup(published.dnsNamespace),
    dnsConfig: { dnsRecords: [{ type: 'A', ttl: 10 }], routingPolicy: 'MULTIVALUE' },
    healthCheckCustomConfig: { failureThreshold: 1 },
  });
  return made.attrArn;
}

/** Where tasks run: on capacity that AWS may take back, or not. */
export function capacity(platform: Platform): { capacityProvider: string; weight: number }[] {
  return [{ capacityProvider: platform.environment.posture.spot ? 'FARGATE_SPOT' : 'FARGATE', weight: 1 }];
}

export function networkConfiguration(stack: EnvironmentStack, owner: string): CfnService.NetworkConfigurationProperty {
  return {
    awsvpcConfiguration: {
      assignPublicIp: 'DISABLED',
      subnets: stack.lookupList(published.appSubnets),
      securityGroups: [stack.lookup(groupParameter(stack.platform, owner))],
    },
  };
}

/** Callers use the service's name and `as`; Cloud Map wants one name a port, in the namespace. */
function discovery(name: string, port: Port, first: boolean): CfnService.ServiceConnectServiceProperty {
  // The proxy's own limits (15 s a request, 5 min of silence) exist on no other target: streams and slow answers pass.
  const http = port.protocol === 'http' || port.protocol === 'grpc';
  return {
    portName: port.name,
    discoveryName: first ? name : `${name}_${port.name}`,
    clientAliases: [{ dnsName: name, port: port.as }],
    timeout: { idleTimeoutSeconds: 0, ...(http && { perRequestTimeoutSeconds: 0 }) },
  };
}

/**
 * Seconds in which ECS looks over what a load balancer says of a new task. A start that never answers is given up when they
 * are over, so they hold the failures that other targets count after the start.
 */
function gracePeriod({ readiness, liveness, startup }: Health): number {
  const probe = readiness ?? liveness;
  const wait = startup + (probe?.delay ?? 0);
  return probe === null || wait === 0 ? Math.ceil(wait) : Math.ceil(wait + probe.failures * probe.interval);
}

/** The check that ECS can make inside a container: by a command, for liveness if that is one. */
export function containerHealth({ liveness, readiness, startup }: Health): ContainerRole['health'] {
  const probe = [liveness, readiness].find((each) => each?.action.kind === 'command');
  return probe === undefined || probe === null ? null : { probe, startup };
}
