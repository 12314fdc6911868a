import { type Limit, type Platform, type Runtime, referencesIn } from '../platform/index';
import { isTold } from './instance';

const runtimes: readonly Runtime[] = ['compose'];

/** What a container may ask of itself. */
export const instanceLimits: readonly Limit[] = [
  {
    code: 'unsupported-instance',
    field: '*.*.env',
    runtimes,
    reason: 'Compose tells a container neither its address nor which of several replicas it is',
    fix: 'write a text that stands in its place, such as ${instance.ip:-0.0.0.0}, or let the program find its address: that is one of its mesh',
    acceptable: false,
    find: (platform) => asking(platform, false),
  },
  {
    code: 'unsupported-instance',
    field: '*.*.env',
    runtimes,
    reason:
      'Compose tells a container neither its address nor which of several replicas it is, so the text after :- stands there',
    fix: 'leave the reference out in this environment',
    acceptable: true,
    find: (platform) => asking(platform, true),
  },
];

/** Containers with a reference that Compose cannot fill in, with or without a text in its place. */
function asking(platform: Platform, instead: boolean): (readonly string[])[] {
  return referencesIn(platform)
    .filter(({ refs, owner }) =>
      refs.some(
        (part) => part.kind === 'instance' && (part.instead !== null) === instead && !isTold(platform, part, owner),
      ),
    )
    .map(({ path }) => path);
}
