import { names } from '../platform/index';

/** Part of the logical id of a topic. It stays as it is: another id is another, empty topic. */
export function topicId(topic: string): string {
  return names.constructId(topic.toLowerCase().replaceAll(/[._]/g, '-'));
}
