import type { Platform } from '../../platform/index';
import type { Row } from './rows';

/**
 * What a task of ECS may open besides what the description says. Images, logs and secrets come over HTTPS, and layers of
 * images from S3, whose addresses a security group knows by a list that no template can look up.
 */
export function openToAllRows({ environment }: Platform): Row[] {
  if (environment.runtime !== 'ecs') return [];
  const origin = { kind: 'default', reason: 'images, logs and secrets of every task' } as const;
  return [{ label: 'any address', value: '443/tcp', origin }];
}
