import type { K8sOutput, Manifest } from './k8s';
import { conditionsOf, fits, type Match, nothing, rankOf, secondsOf } from './k8s-matches';
import {
  type Asked,
  hasHost,
  hasPrefix,
  nobody,
  noGateway,
  printRedirect,
  printShares,
  type ReadGateway,
  type ReadRoute,
  replacePrefix,
} from './routes';

/** The entry by the Gateway API or by a plain Ingress. */
export function k8sGateway(output: K8sOutput): ReadGateway {
  const [gateway] = output.all('Gateway');
  const [ingress] = output.all('Ingress');
  const tls = tlsOf(output);
  const raw = {
    raw: [...rawOf(output), ...tls.map(({ text }) => text)].sort(),
    rawNames: [...rawNamesOf(output), ...tls.map(({ name }) => name)],
  };
  if (gateway !== undefined) return { ...byGateway(output, gateway), ...raw };
  if (ingress !== undefined) return { ...byIngress(output, ingress), ...raw };
  return { ...noGateway, ...raw };
}

/** Routes by the name that a client asks for, each with a listener for that name. */
function tlsOf(output: K8sOutput): { text: string; name: string }[] {
  const [gateway] = output.all('Gateway');
  return output.all('TLSRoute').map(({ spec }) => {
    const [parent] = spec.parentRefs;
    const listener: Listener = gateway?.spec.listeners.find(({ name }: Listener) => name === parent.sectionName);
    const [host] = spec.hostnames;
    const { name, port } = spec.rules[0].backendRefs[0];
    if (listener?.protocol !== 'TLS' || listener.hostname !== host || parent.name !== gateway?.metadata.name)
      throw new Error(`a route that no fact knows: ${JSON.stringify(spec)}`);
    const ended = listener.tls?.mode === 'Terminate' && listener.tls.certificateRefs?.length === 1;
    const how = ended ? 'after TLS for' : listener.tls?.mode === 'Passthrough' ? 'passed on for' : 'somehow for';
    return {
      text: `${listener.port}/tcp -> ${backend(output, name, { number: port }).to} ${how} ${host}`,
      name: `${host}:${listener.port}/tcp`,
    };
  });
}

/** Load balancers of the cluster's provider, that keep to the ranges of the gateway. */
function rawOf(output: K8sOutput): string[] {
  return output
    .all('Service')
    .filter(
      ({ spec }) => spec.type === 'LoadBalancer' && spec.selector['statefulset.kubernetes.io/pod-name'] === undefined,
    )
    .flatMap(({ spec }) =>
      spec.ports.map(
        (port: { port: number; targetPort: number; protocol: string }) =>
          `${port.port}/${port.protocol.toLowerCase()} -> ${spec.selector['app.kubernetes.io/name']}:${port.targetPort} from ${spec.loadBalancerSourceRanges.join(' ')}`,
      ),
    )
    .sort();
}

/** By the annotation that ExternalDNS reads. A name of two balancers would lead half of the clients astray. */
function rawNamesOf(output: K8sOutput): string[] {
  const seen = new Set<string>();
  return output
    .all('Service')
    .filter(
      ({ spec }) => spec.type === 'LoadBalancer' && spec.selector['statefulset.kubernetes.io/pod-name'] === undefined,
    )
    .flatMap(({ metadata, spec }) =>
      (metadata.annotations?.['external-dns.alpha.kubernetes.io/hostname'] ?? '').split(',').flatMap((host) => {
        if (seen.has(host)) throw new Error(`two load balancers have the name ${host}`);
        seen.add(host);
        return spec.ports.map(
          (port: { port: number; protocol: string }) => `${host}:${port.port}/${port.protocol.toLowerCase()}`,
        );
      }),
    );
}

/** The pods behind a port of a service, and whether they speak HTTP/2. */
function backend(
  output: K8sOutput,
  service: string,
  port: { number?: number; name?: string },
): Pick<ReadRoute, 'to' | 'http2'> {
  const found = output.find('Service', service)?.spec;
  const open = found?.ports.find(
    (each: { port: number; name: string }) => each.port === port.number || each.name === port.name,
  );
  if (open === undefined) throw new Error(`a route leads to ${service}, which has no port ${JSON.stringify(port)}`);
  return {
    to: `${found.selector['app.kubernetes.io/name']}:${open.targetPort}`,
    http2: open.appProtocol === 'kubernetes.io/h2c',
  };
}

function byGateway(output: K8sOutput, { metadata, spec }: Manifest): ReadGateway {
  const all = output.all('HTTPRoute');
  const toHttps = all.filter(
    (each) => each.spec.parentRefs[0].sectionName === 'http' && each.spec.rules[0].matches === undefined,
  );
  const redirects = toHttps
    .flatMap((each) => each.spec.rules[0].filters ?? [])
    .filter((each) => each.type === 'RequestRedirect');
  const leading = all.filter((each) => !toHttps.includes(each));
  const listeners: Listener[] = spec.listeners.filter(({ protocol }: Listener) => protocol !== 'TLS');
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS');
  const headers = leading.map((each) => JSON.stringify(headersOf(each)));
  return {
    ...noGateway,
    ...ranked(leading.map((each) => routeOf(output, metadata.name, listeners, each))),
    entries: listeners
      .filter(({ name }) => redirects.length === 0 || name !== 'http')
      .map(entryOf)
      .sort(),
    certificate: certificateOf(
      metadata.annotations,
      secure.map(({ tls }) => tls?.certificateRefs?.[0]?.name ?? ''),
    ),
    redirect: redirects
      .map(
        ({ requestRedirect: { scheme, port } }) =>
          `${scheme}, port ${port ?? 443}, from ${listeners.find(({ name }) => name === 'http')?.port}`,
      )
      .join(),
    headers: new Set(headers).size === 1 ? JSON.parse(headers[0] ?? '{}') : { 'not the same': headers.join() },
    class: `Gateway ${spec.gatewayClassName}`,
  };
}

interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly protocol: string;
  readonly port: number;
  readonly tls?: { readonly mode: string; readonly certificateRefs?: readonly { readonly name: string }[] };
}

function entryOf({ hostname = '', protocol, port }: Listener): string {
  return `${protocol.toLowerCase()}://${hostname}:${port}`;
}

function certificateOf(annotations: Manifest['metadata']['annotations'], secrets: readonly string[]): string {
  const [secret, ...others] = new Set(secrets);
  if (secret === undefined) return 'none';
  if (others.length > 0) return 'several';
  const issuers = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'];
  return issuers.some((key) => annotations?.[key] !== undefined) ? 'managed' : `given ${secret}`;
}

function headersOf({ spec }: Manifest): Record<string, string> {
  const modifier = (spec.rules[0].filters ?? []).find(
    (each: { type: string }) => each.type === 'ResponseHeaderModifier',
  );
  const set: { name: string; value: string }[] = modifier?.responseHeaderModifier.set ?? [];
  return Object.fromEntries(set.map(({ name, value }) => [name, value]));
}

interface BackendRef {
  readonly name: string;
  readonly port: number;
  readonly weight?: number;
}

type Ranked = ReadRoute & { readonly rank: number };

/** Gateway API, HTTPRouteRule, matches: the most exact host, the longest path, a method, most headers. No host falls back to another. */
function ranked(routes: readonly Ranked[]): Pick<ReadGateway, 'routes' | 'guards'> {
  const wild = ({ host }: Ranked) => Number(host.startsWith('*.'));
  const list = [...routes].sort(
    (one, other) =>
      wild(one) - wild(other) ||
      (wild(one) === 1 ? other.host.length - one.host.length : 0) ||
      longestFirst(one, other) ||
      other.rank - one.rank,
  );
  const hosts = [...new Set(list.map(({ host }) => host))];
  return {
    routes: list.map(({ rank: _rank, ...route }) => route),
    guards: hosts.map((host) => ({
      before: list.findLastIndex((each) => each.host === host) + 1,
      matches: (asked) => hasHost(host, asked.host),
    })),
  };
}

function routeOf(output: K8sOutput, gateway: string, listeners: readonly Listener[], { spec }: Manifest): Ranked {
  const [rule, ...others] = spec.rules;
  const matches: Match[] = rule.matches;
  const [{ path } = nothing] = matches;
  const [parent] = spec.parentRefs;
  const listener = listeners.find(({ name }) => name === parent.sectionName);
  const host = spec.hostnames?.[0] ?? '';
  if (
    others.length > 0 ||
    matches.some((each) => each.path.type !== 'PathPrefix' || each.path.value !== path.value) ||
    parent.name !== gateway ||
    listener?.hostname !== host
  )
    throw new Error(`a route that no fact knows: ${JSON.stringify(spec)}`);
  const rewrite = (rule.filters ?? []).find((each: { type: string }) => each.type === 'URLRewrite')?.urlRewrite.path;
  if (rewrite !== undefined && rewrite.type !== 'ReplacePrefixMatch') throw new Error(`a rewrite by ${rewrite.type}`);
  const place = {
    host,
    path: path.value,
    rank: rankOf(matches),
    conditions: conditionsOf(matches),
    matches: (asked: Asked) => hasHost(host, asked.host) && matches.some((match) => fits(match, asked)),
  };
  const redirect = (rule.filters ?? []).find((each: { type: string }) => each.type === 'RequestRedirect');
  if (redirect !== undefined && rule.backendRefs === undefined)
    return { ...place, ...nobody, answer: redirectOf(redirect.requestRedirect), timeout: null };
  return {
    ...place,
    answer: '',
    ...backend(output, rule.backendRefs[0].name, { number: rule.backendRefs[0].port }),
    to: printShares(
      rule.backendRefs.map(({ name, port, weight = 1 }: BackendRef): [string, number] => [
        backend(output, name, { number: port }).to,
        weight,
      ]),
    ),
    token: '',
    timeout: secondsOf(rule.timeouts.request),
    sticky: rule.sessionPersistence === undefined ? '' : 'own',
    rewrite: (asked) => (rewrite === undefined ? asked : replacePrefix(asked, path.value, rewrite.replacePrefixMatch)),
  };
}

/** What is left out is that of the request; without a port it is that of the scheme, where there is one. */
function redirectOf(given: {
  readonly scheme?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly path?: { readonly type: string; readonly replaceFullPath?: string };
  readonly statusCode?: number;
}): string {
  const { scheme = '', hostname = '', port, path, statusCode = 302 } = given;
  if (path !== undefined && path.type !== 'ReplaceFullPath') throw new Error(`a redirect by ${path.type}`);
  const usual = scheme === '' ? '' : scheme === 'https' ? '443' : '80';
  return printRedirect(
    statusCode,
    scheme,
    hostname,
    port === undefined ? usual : String(port),
    path?.replaceFullPath ?? '',
  );
}

/** Of prefixes that match, the longest counts: so both standards say. */
function longestFirst(one: ReadRoute, other: ReadRoute): number {
  return other.path.length - one.path.length;
}

function byIngress(output: K8sOutput, { metadata, spec }: Manifest): ReadGateway {
  const tls: { hosts: string[]; secretName: string }[] = spec.tls ?? [];
  const rules: {
    host: string;
    http: {
      paths: { path: string; pathType: string; backend: { service: { name: string; port: { name: string } } } }[];
    };
  }[] = spec.rules;
  return {
    ...noGateway,
    ...ranked(
      rules.flatMap(({ host, http }) =>
        http.paths.map(
          ({ path, pathType, backend: { service } }): Ranked => ({
            host,
            path,
            ...backend(output, service.name, service.port),
            token: '',
            timeout: null,
            sticky: '',
            rank: 0,
            answer: '',
            conditions: '',
            matches: (asked) => hasHost(host, asked.host) && pathType === 'Prefix' && hasPrefix(asked.path, path),
            rewrite: (asked) => asked,
          }),
        ),
      ),
    ),
    // The controller has ports of its own.
    entries: rules
      .map(({ host }) => `${tls.some(({ hosts }) => hosts.includes(host)) ? 'https' : 'http'}://${host}`)
      .sort(),
    certificate: certificateOf(
      metadata.annotations,
      tls.map(({ secretName }) => secretName),
    ),
    class: `Ingress ${spec.ingressClassName}`,
  };
}
