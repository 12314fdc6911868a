import type { Platform, RabbitMq, Workload } from '../../../platform/index';
import { mapValues, usersOf, words } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import { composeServer, podServer, type ReadServer } from '../outputs/servers';

export const queues: Fact = {
  title: 'every queue is there, and who writes or reads it may do that alone, with a password of its own',
  expected: (platform) => Object.fromEntries(own(platform).map((each) => [each.name, expectedOf(platform, each)])),
  compose: (output) => byScript(output.platform, (name) => composeServer(output, name)),
  k8s: (output) => byScript(output.platform, (name) => podServer(output, name)),
  cdk: (output) => Object.fromEntries(own(output.platform).map((each) => [each.name, planOf(output, each)])),
};

/** Servers that are ours to set up. */
function own({ resources }: Platform): RabbitMq[] {
  return resources.flatMap((each) => (each.kind === 'rabbitmq' && each.provider !== 'external' ? [each] : []));
}

/** Names that a right may be about: the queues, the exchange that leads to all of them, and something else. */
function asked({ queues: list }: RabbitMq): string[] {
  return [...list.map(({ name }) => name), 'amq.default', 'something-else'];
}

function expectedOf(platform: Platform, rabbitmq: RabbitMq): Plain {
  const { name: server, vhost, admin } = rabbitmq;
  const workloads = usersOf(platform);
  const logins = platform.credentials.filter((each) => each.resource === server && each.role !== 'admin');
  const everything = asked(rabbitmq);
  return {
    vhost,
    queues: rabbitmq.queues.map(({ name, durable, quorum }) => ({ name, durable, quorum })),
    users: Object.fromEntries(
      logins.map(({ name: credential, user }) => {
        const parts = (list: Workload['publishes']) =>
          list.filter((each) => each.resource === server && each.credential === credential).map(({ part }) => part);
        const uses = workloads.flatMap((each) => [
          ...each.uses,
          ...('migrate' in each ? ((each as Migrating).migrate?.uses ?? []) : []),
        ]);
        const whole = uses.some((use) => use.resource === server && use.credential === credential);
        const write = workloads.flatMap(({ publishes }) => parts(publishes));
        const read = workloads.flatMap(({ consumes }) => parts(consumes));
        const among = (names: readonly string[]) =>
          whole ? everything : everything.filter((each) => names.includes(each));
        return [
          user,
          {
            // Clients declare their queues when they start.
            configure: among([...write, ...read]),
            // Who publishes by the name of a queue writes to the exchange that leads to all.
            write: among(write.length > 0 ? [...write, 'amq.default'] : []),
            read: among(read),
            password: words.passwordOf(credential),
          },
        ];
      }),
    ),
    admin: words.passwordOf(admin),
  };
}

interface Migrating {
  readonly migrate: { readonly uses: Workload['uses'] } | null;
}

interface User {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
  readonly password: string;
}

/** A right is an expression over names; an empty one is no name's. */
function rightsOf(rabbitmq: RabbitMq, { configure, write, read, password }: User): Plain {
  const among = (expression: string) =>
    asked(rabbitmq).filter((name) => expression !== '' && new RegExp(expression).test(name));
  return { configure: among(configure), write: among(write), read: among(read), password };
}

interface Definitions {
  readonly vhosts: readonly { readonly name: string }[];
  readonly users: readonly {
    readonly name: string;
    readonly password_hash: string;
    readonly tags: readonly string[];
  }[];
  readonly permissions: readonly (Omit<User, 'password'> & { readonly user: string; readonly vhost: string })[];
  readonly queues: readonly {
    readonly name: string;
    readonly vhost: string;
    readonly durable: boolean;
    readonly arguments: Readonly<Record<string, string>>;
  }[];
}

/** The definitions that the server imports stand in the script that starts it. */
function byScript(platform: Platform, server: (name: string) => ReadServer): Plain {
  return Object.fromEntries(
    own(platform).map((rabbitmq): [string, Plain] => {
      const { file, values } = server(rabbitmq.name);
      const text = /<<END\n([\s\S]*?)\nEND\n/.exec(file('/provision/rabbitmq.sh'))?.[1] ?? '';
      const {
        vhosts,
        users,
        permissions,
        queues: list,
      }: Definitions = JSON.parse(text.replaceAll(/\\([\\`$])/g, '$1'));
      const [vhost] = vhosts;
      const password = (user: string) => {
        const hash = users.find(({ name }) => name === user)?.password_hash ?? '';
        return values[/^\$\(hash (\w+)\)$/.exec(hash)?.[1] ?? ''] ?? hash;
      };
      const admin = users.find(({ tags }) => tags.includes('administrator'))?.name ?? '';
      return [
        rabbitmq.name,
        {
          vhost: vhost?.name ?? '',
          queues: list
            .filter((each) => each.vhost === vhost?.name)
            .map(({ name, durable, arguments: options }) => ({
              name,
              durable,
              quorum: options['x-queue-type'] === 'quorum',
            })),
          users: Object.fromEntries(
            permissions
              .filter((each) => each.user !== admin && each.vhost === vhost?.name)
              .map((each) => [each.user, rightsOf(rabbitmq, { ...each, password: password(each.user) })]),
          ),
          admin: password(admin),
        },
      ];
    }),
  );
}

interface Plan {
  readonly vhost: string;
  readonly users: readonly (Omit<User, 'password'> & { readonly user: string; readonly credential: string })[];
  readonly queues: readonly { readonly name: string; readonly durable: boolean; readonly quorum: boolean }[];
}

/** What the provisioner is asked for. */
function planOf(output: CdkOutput, rabbitmq: RabbitMq): Plain {
  const { Properties: broker } = output.store(rabbitmq.name).resource;
  const { Properties: request } = output.provision('rabbitmq', rabbitmq.name).resource;
  const plan: Plan = JSON.parse(request.plan);
  const admin = output.resolved(broker.Users[0].Password);
  const users = Object.fromEntries(plan.users.map((each) => [each.user, each]));
  return {
    vhost: plan.vhost,
    queues: plan.queues.map(({ name, durable, quorum }) => ({ name, durable, quorum })),
    users: mapValues(users, (each) =>
      rightsOf(rabbitmq, { ...each, password: output.secretWord(request.secrets[each.credential], 'password') }),
    ),
    admin: output.secretWord(request.admin, 'password') === admin ? admin : 'not that of the server',
  };
}
