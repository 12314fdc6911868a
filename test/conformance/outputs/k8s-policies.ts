import type { K8sOutput } from './k8s';

/** What network policies open, one connection a line. */
export interface Openings {
  /** Who may open what. */
  readonly opens: readonly string[];
  /** What lets whom in. Inside the cluster a connection needs both. */
  readonly admits: readonly string[];
}

interface Peer {
  readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly to?: readonly Peer[];
  readonly from?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly endPort?: number; readonly protocol: string }[];
}

/** Everything is open to pods that no policy selects: each kind of direction must be closed for all. */
export function openingsOf(output: K8sOutput): Openings {
  const policies = output.all('NetworkPolicy');
  const closed = (type: string) =>
    policies.some(
      ({ spec }) =>
        selected(output, spec.podSelector) === 'all' &&
        spec.policyTypes.includes(type) &&
        spec[type.toLowerCase()] === undefined,
    );
  return {
    opens: closed('Egress') ? linesOf(output, 'egress') : ['everything'],
    admits: closed('Ingress') ? linesOf(output, 'ingress') : ['everything'],
  };
}

function linesOf(output: K8sOutput, direction: 'ingress' | 'egress'): string[] {
  const lines = output.all('NetworkPolicy').flatMap(({ spec }) => {
    const own = selected(output, spec.podSelector);
    return (spec[direction] ?? []).flatMap((rule: Rule) =>
      (rule.ports ?? [{ port: 'any', protocol: '' }]).flatMap(({ port, protocol, ...range }) =>
        ((direction === 'egress' ? rule.to : rule.from) ?? [{}]).map((peer) => {
          const end = 'endPort' in range ? range.endPort : undefined;
          const [from, to] = direction === 'egress' ? [own, peerWord(output, peer)] : [peerWord(output, peer), own];
          return `${from} -> ${to}:${end === undefined ? port : `${port}-${end}`}/${protocol.toLowerCase()}`;
        }),
      ),
    );
  });
  return [...new Set(lines)].sort();
}

function selected(
  { platform: { name, environment } }: K8sOutput,
  { matchLabels = {} }: { readonly matchLabels?: Readonly<Record<string, string>> },
): string {
  // Of a namespace that others use too: every pod of this platform, by a label that the fact about names looks at.
  const shared = environment.kubernetes?.createNamespace === false;
  const entries = Object.entries(matchLabels).filter(
    ([key, value]) => !shared || key !== 'app.kubernetes.io/instance' || value !== `${name}-${environment.name}`,
  );
  if (entries.length === 0) return 'all';
  return entries.map(([key, value]) => (key === 'app.kubernetes.io/name' ? value : `${key}=${value}`)).join(' and ');
}

function peerWord(output: K8sOutput, { podSelector, namespaceSelector, ipBlock }: Peer): string {
  if (ipBlock !== undefined) return [ipBlock.cidr, ...(ipBlock.except ?? []).map((each) => `but ${each}`)].join(' ');
  if (namespaceSelector !== undefined) {
    const { matchLabels } = namespaceSelector;
    const place = `namespace ${matchLabels['kubernetes.io/metadata.name'] ?? JSON.stringify(matchLabels)}`;
    return podSelector === undefined ? place : `${place} ${selected(output, podSelector)}`;
  }
  return podSelector === undefined ? 'anyone' : selected(output, podSelector);
}
