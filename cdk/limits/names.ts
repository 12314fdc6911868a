import { type Limit, type Platform, routing } from '../../platform/index';
import { alike } from '../distinct-ids';
import { managedStores } from '../stores';
import { topicId } from '../topic-id';
import { ecs, type Path } from './walk';

/**
 * Tag values of Elastic Load Balancing, IAM and KMS (Elastic Load Balancing API, Tag; IAM API, Tag; 256 characters): the strictest
 * services that a stack hands its tags to.
 */
const tagValue = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,256}$/u;

/** Names that are two for the description and one for what AWS or CloudFormation makes of them; names that are no tags. */
export const nameLimits: readonly Limit[] = [
  {
    code: 'unsupported-owner',
    field: 'owner',
    runtimes: ecs,
    reason:
      'it is a tag of every stack, and tags of load balancers, roles and keys take 256 letters, digits, spaces and _ . : / = + - @ alone, and no "aws:" at the start',
    fix: 'write it with these alone: "R and D"',
    acceptable: false,
    find: ({ owner }) => (tagValue.test(owner) ? [] : [['owner']]),
  },
  {
    code: 'unsupported-name',
    field: 'resources.*.topics',
    runtimes: ecs,
    reason:
      'CloudFormation knows a topic by its letters and digits in lower case, and another topic of this server has the same: a second id would be given up, and the topic with it, when the other goes',
    fix: 'rename it, so that more than capitals and ".", "_", "-" differ',
    acceptable: false,
    find: alikeTopics,
  },
  {
    code: 'unsupported-name',
    field: '*.*.ports',
    runtimes: ecs,
    reason:
      'a port with a weight is known by its service and its name with a hyphen between them, and another one has the same',
    fix: 'rename the port',
    acceptable: false,
    find: alikeShares,
  },
];

function alikeTopics(platform: Platform): Path[] {
  return managedStores(platform).flatMap((store) =>
    'topics' in store
      ? alike(
          store.topics.map(({ name }) => name),
          topicId,
        ).map((topic) => ['resources', store.name, 'topics', topic])
      : [],
  );
}

/** Service `a-b` with port `c`, and service `a` with port `b-c`. */
function alikeShares(platform: Platform): Path[] {
  const known = new Map<string, string>();
  return routing
    .placesOf(platform, ({ weight }) => weight !== null)
    .flatMap(({ route: { service, port }, path }): Path[] => {
      const name = `${service}-${port}`;
      const mine = `${service} ${port}`;
      const other = known.get(name) ?? mine;
      known.set(name, other);
      return other === mine ? [] : [[...path.slice(0, 2), 'ports', port]];
    });
}
