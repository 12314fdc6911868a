import type { CfnTargetGroupProps } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Health, Probe } from '../platform/index';
import { targetBounds, within } from './bounds';
import { canAsk, type TargetProtocol, targetProbe } from './checks';

type Check = Pick<
  CfnTargetGroupProps,
  | 'healthCheckEnabled'
  | 'healthCheckProtocol'
  | 'healthCheckPath'
  | 'healthCheckPort'
  | 'healthCheckIntervalSeconds'
  | 'healthCheckTimeoutSeconds'
  | 'healthyThresholdCount'
  | 'unhealthyThresholdCount'
  | 'matcher'
>;

/** A check that a load balancer makes of its targets. Without a probe that it can make, any answer is a good one. */
export function targetCheck(protocol: TargetProtocol, health: Health): Check {
  const probe = targetProbe(health);
  if (probe === null || !canAsk(protocol, probe)) return { ...anyAnswer(protocol), ...usualTimes };
  return {
    ...question(protocol, probe),
    healthCheckPort: String(probe.number),
    healthCheckIntervalSeconds: within(targetBounds.interval, probe.interval),
    healthCheckTimeoutSeconds: within(targetBounds.timeout, probe.timeout),
    healthyThresholdCount: 2,
    unhealthyThresholdCount: within(targetBounds.failures, probe.failures),
  };
}

const usualTimes = {
  healthCheckIntervalSeconds: 10,
  healthCheckTimeoutSeconds: 5,
  healthyThresholdCount: 2,
  unhealthyThresholdCount: 3,
} as const;

function question(protocol: TargetProtocol, probe: Probe): Check {
  const { action } = probe;
  if (action.kind === 'grpc') {
    return { healthCheckProtocol: 'HTTP', healthCheckPath: '/grpc.health.v1.Health/Check', matcher: { grpcCode: '0' } };
  }
  if (action.kind === 'http') {
    return { healthCheckProtocol: 'HTTP', healthCheckPath: action.path, matcher: { httpCode: '200-399' } };
  }
  return anyAnswer(protocol);
}

function anyAnswer(protocol: TargetProtocol): Check {
  switch (protocol) {
    case 'HTTP1':
      return { healthCheckProtocol: 'HTTP', healthCheckPath: '/', matcher: { httpCode: '200-499' } };
    case 'GRPC':
      return { healthCheckProtocol: 'HTTP', healthCheckPath: '/', matcher: { grpcCode: '0-99' } };
    case 'TCP':
    case 'UDP':
    case 'TCP_UDP':
      return { healthCheckProtocol: 'TCP' };
  }
}
