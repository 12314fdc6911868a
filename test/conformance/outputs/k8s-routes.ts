import type { K8sOutput, Manifest } from './k8s';
import { hasPrefix, noGateway, type ReadGateway, type ReadRoute, replacePrefix } from './routes';

/** The entry by the Gateway API or by a plain Ingress. */
export function k8sGateway(output: K8sOutput): ReadGateway {
  const [gateway] = output.all('Gateway');
  const [ingress] = output.all('Ingress');
  const raw = { raw: rawOf(output), rawNames: rawNamesOf(output) };
  if (gateway !== undefined) return { ...byGateway(output, gateway), ...raw };
  if (ingress !== undefined) return { ...byIngress(output, ingress), ...raw };
  return { ...noGateway, ...raw };
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
  const redirects = all
    .flatMap((each) => each.spec.rules[0].filters ?? [])
    .filter((each) => each.type === 'RequestRedirect');
  const leading = all.filter((each) => each.spec.rules[0].backendRefs !== undefined);
  const listeners: Listener[] = spec.listeners;
  const secure = listeners.filter(({ protocol }) => protocol === 'HTTPS');
  const headers = leading.map((each) => JSON.stringify(headersOf(each)));
  return {
    ...noGateway,
    routes: leading.map((each) => routeOf(output, metadata.name, listeners, each)).sort(longestFirst),
    entries: listeners
      .filter(({ name }) => redirects.length === 0 || name !== 'http')
      .map(entryOf)
      .sort(),
    certificate: certificateOf(
      metadata.annotations,
      secure.map(({ tls }) => tls?.certificateRefs[0]?.name ?? ''),
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
  readonly tls?: { readonly certificateRefs: readonly { readonly name: string }[] };
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

function routeOf(output: K8sOutput, gateway: string, listeners: readonly Listener[], { spec }: Manifest): ReadRoute {
  const [rule, ...others] = spec.rules;
  const [{ path }] = rule.matches;
  const [parent] = spec.parentRefs;
  const listener = listeners.find(({ name }) => name === parent.sectionName);
  const host = spec.hostnames?.[0] ?? '';
  if (others.length > 0 || path.type !== 'PathPrefix' || parent.name !== gateway || listener?.hostname !== host)
    throw new Error(`a route that no fact knows: ${JSON.stringify(spec)}`);
  const rewrite = (rule.filters ?? []).find((each: { type: string }) => each.type === 'URLRewrite')?.urlRewrite.path;
  if (rewrite !== undefined && rewrite.type !== 'ReplacePrefixMatch') throw new Error(`a rewrite by ${rewrite.type}`);
  return {
    host,
    path: path.value,
    ...backend(output, rule.backendRefs[0].name, { number: rule.backendRefs[0].port }),
    token: '',
    timeout: secondsOf(rule.timeouts.request),
    sticky: rule.sessionPersistence !== undefined,
    matches: (given, asked) => given === host && hasPrefix(asked, path.value),
    rewrite: (asked) => (rewrite === undefined ? asked : replacePrefix(asked, path.value, rewrite.replacePrefixMatch)),
  };
}

/** A duration as the Gateway API defines it (GEP-2257); another text fails, as it would at apply. */
function secondsOf(text: string): number {
  if (!/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(text)) throw new Error(`"${text}" is no duration of the Gateway API`);
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+)([hms]+)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
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
    routes: rules
      .flatMap(({ host, http }) =>
        http.paths.map(
          ({ path, pathType, backend: { service } }): ReadRoute => ({
            host,
            path,
            ...backend(output, service.name, service.port),
            token: '',
            timeout: null,
            sticky: false,
            matches: (given, asked) => given === host && pathType === 'Prefix' && hasPrefix(asked, path),
            rewrite: (asked) => asked,
          }),
        ),
      )
      .sort(longestFirst),
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
