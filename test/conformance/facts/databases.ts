import type { Access, Platform, Postgres, Use } from '../../../platform/index';
import { words } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import { composeServer, podServer, type ReadServer } from '../outputs/servers';
import { readSql } from '../outputs/sql';

export const databases: Fact = {
  title: 'every database has its owner and extensions, and every login the rights of its edges and its own password',
  expected: (platform) =>
    Object.fromEntries(
      own(platform).map((postgres): [string, Plain] => [postgres.name, expectedOf(platform, postgres)]),
    ),
  compose: (output) => read(output.platform, (name) => composeServer(output, name)),
  k8s: (output) => read(output.platform, (name) => podServer(output, name)),
  cdk: (output) => Object.fromEntries(own(output.platform).map(({ name }) => [name, planOf(output, name)])),
};

/** Servers that are ours to set up; those of others have databases and logins already. */
function own({ resources }: Platform): Postgres[] {
  return resources.flatMap((each) => (each.kind === 'postgres' && each.provider !== 'external' ? [each] : []));
}

const widest: readonly Access[] = ['owner', 'write', 'read'];

function expectedOf(platform: Platform, { name, admin, databases: list }: Postgres): Plain {
  const servers = platform.resources.flatMap((each) => (each.kind === 'container' ? [each] : []));
  const uses: Use[] = [...platform.services, ...platform.jobs, ...servers]
    .flatMap((workload) => [...workload.uses, ...('migrate' in workload ? (workload.migrate?.uses ?? []) : [])])
    .filter((use) => use.resource === name);
  const logins = platform.credentials.filter((each) => each.resource === name && each.role !== 'admin');
  return {
    databases: Object.fromEntries(
      list.map(({ database, owner, extensions }) => [database, { owner, extensions: [...extensions] }]),
    ),
    rights: logins
      .flatMap(({ name: credential, user }) =>
        list.flatMap(({ name: part, database }) => {
          const asked = uses.filter((use) => use.credential === credential && use.part === part);
          const access = widest.find((each) => asked.some((use) => use.access === each));
          return access === undefined ? [] : [`${user} ${access} ${database}`];
        }),
      )
      .sort(),
    passwords: Object.fromEntries(logins.map(({ name: credential, user }) => [user, words.passwordOf(credential)])),
    admin: words.passwordOf(admin),
  };
}

function read(platform: Platform, server: (name: string) => ReadServer): Plain {
  return Object.fromEntries(
    own(platform).map(({ name }): [string, Plain] => {
      const { file, values } = server(`${name}-provision`);
      const admin = server(name).values['POSTGRES_PASSWORD'] ?? '';
      const { passwords, ...found } = readSql(file('/provision/postgres.sql'));
      return [
        name,
        {
          ...found,
          passwords: Object.fromEntries(
            Object.entries(passwords).map(([login, variable]) => [login, values[variable] ?? '']),
          ),
          // The server's own, and what the set-up logs in with.
          admin: values['PGPASSWORD'] === admin ? admin : `${admin}, but asked with ${values['PGPASSWORD']}`,
        },
      ];
    }),
  );
}

interface Plan {
  readonly databases: readonly {
    readonly name: string;
    readonly owner: string;
    readonly extensions: readonly string[];
  }[];
  readonly logins: readonly {
    readonly user: string;
    readonly credential: string;
    readonly rights: readonly { readonly database: string; readonly access: string }[];
  }[];
}

/** What the provisioner is asked for. Its handler makes the same statements of it, as its own tests show. */
function planOf(output: CdkOutput, name: string): Plain {
  const { Properties: server } = output.store(name).resource;
  const { Properties: request } = output.provision('postgres', name).resource;
  const plan = JSON.parse(request.plan) as Plan;
  const admin = output.resolved(server.MasterUserPassword);
  return {
    databases: Object.fromEntries(
      plan.databases.map((each) => [each.name, { owner: each.owner, extensions: [...each.extensions] }]),
    ),
    rights: plan.logins
      .flatMap(({ user, rights }) => rights.map(({ database, access }) => `${user} ${access} ${database}`))
      .sort(),
    passwords: Object.fromEntries(
      plan.logins.map(({ user, credential }) => [user, output.secretWord(request.secrets[credential], 'password')]),
    ),
    admin: output.secretWord(request.admin, 'password') === admin ? admin : 'not that of the server',
  };
}
