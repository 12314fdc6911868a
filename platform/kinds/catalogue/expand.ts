import type { ResourceDescription } from '../../description/description';
import { merge } from '../../document/merge';
import { catalogueServer } from './catalogue';
import type { CatalogueServer } from './server';

type ContainerDescription = Extract<ResourceDescription, { kind: 'container' }>;

/** Name of the secret that holds the password of a server's administrator. */
export function adminSecret(resource: string): string {
  return `${resource}-admin`;
}

/** The server as it runs when nobody logs in; one that cannot is refused by a rule. */
function withoutLogin(server: CatalogueServer): CatalogueServer {
  if (server.withoutLogin === undefined) return server;
  const { env, attributes } = server.withoutLogin;
  return { ...server, runs: { ...server.runs, env }, admin: null, attributes };
}

type Routes = ContainerDescription['routes'] | null;

/** The path that its first route leads to it as it is; '' for a whole host, a port of tcp or udp, and what is rewritten. */
function pathOf(routes: Routes): string {
  const [first] = [routes ?? []].flat();
  const { path = '/', rewrite = path } = typeof first === 'string' ? { path: first } : (first ?? {});
  return rewrite === path ? path.replace(/\/+$/, '') : '';
}

/** The server as it runs where the gateway leads to it. */
function behindGateway(server: CatalogueServer, routes: Routes): CatalogueServer {
  const path = pathOf(routes);
  const filled = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('${path}', path)) as T;
  const isRouted = [routes ?? []].flat().length > 0;
  const routed = isRouted ? merge(server.runs, server.routed) : server.runs;
  const runs = path === '' ? routed : merge(routed, server.below === undefined ? undefined : filled(server.below));
  return {
    ...server,
    runs: runs as CatalogueServer['runs'],
    attributes: filled(server.attributes),
  };
}

/** What a resource of a kind of the catalogue is, as a resource of kind `container`: the fields of the description win. */
export function expanded(
  name: string,
  given: {
    readonly kind: string;
    readonly version?: string | number;
    readonly provider?: string;
    readonly image?: string;
    readonly auth?: string;
    readonly routes?: Routes;
  },
): { readonly server: CatalogueServer; readonly description: ContainerDescription } | undefined {
  const known = catalogueServer(given.kind);
  if (known === undefined) return undefined;
  const server = behindGateway(given.auth === 'none' ? withoutLogin(known) : known, given.routes);
  const { kind: _, version, ...own } = given;
  const external = given.provider === 'external';
  const base = {
    kind: 'container',
    // Elsewhere only what its clients open is of interest.
    ...(external ? { ports: server.runs.ports } : server.runs),
    // A build of the team's own takes the place of the image.
    ...(!external && !('build' in own) && { image: `${server.image}:${version ?? server.version}` }),
    ...(server.admin !== null && {
      secrets: { [server.admin.password]: { name: adminSecret(name), generate: !external } },
    }),
  };
  return { server, description: merge(base, own) as ContainerDescription };
}
