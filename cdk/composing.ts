import type { Container, Platform, Text } from '../platform/index';
import { allContainers } from './registry';

/** Whether any variable of the platform mixes a secret with text. */
export function needsComposing(platform: Platform): boolean {
  const containers: Pick<Container, 'env'>[] = [
    ...allContainers(platform),
    ...platform.services.flatMap((service) => (service.migrate === null ? [] : [service.migrate])),
  ];
  const external = new Set(platform.credentials.filter((each) => each.user === '').map((each) => each.name));
  const secret = (segment: Text[number]) =>
    typeof segment !== 'string' &&
    (segment.kind === 'secret' ||
      (segment.kind === 'credential' && (segment.attribute === 'password' || external.has(segment.credential))));
  const inUrl = (segment: Text[number]) =>
    typeof segment !== 'string' && segment.kind === 'credential' && segment.inUrl;
  return containers.some(({ env }) =>
    env.some(({ value }) => (value.length > 1 && value.some(secret)) || value.some(inUrl)),
  );
}
