import type { Platform } from '../../platform/index';

/** Whether a platform has anything on AWS that data is lost with: stores, secrets, images, logs, keys, volumes. Servers hold none there. */
export function holdsState({ environment, gateway, services, jobs, resources, secrets }: Platform): boolean {
  const { accessLogs, customerKeys } = environment.posture;
  return (
    customerKeys ||
    (accessLogs && (gateway.used || services.some(({ routes }) => routes.length > 0))) ||
    secrets.length > 0 ||
    resources.some(({ provider }) => provider === 'managed') ||
    [...services, ...jobs].some(({ image, volumes }) => image.kind === 'build' || volumes.length > 0)
  );
}
