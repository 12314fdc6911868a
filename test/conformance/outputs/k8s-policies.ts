import type { K8sOutput, Manifest } from './k8s';

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
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

/** Everything is open to pods that no policy selects: each kind of direction must be closed for all. */
export function openingsOf(output: K8sOutput): Openings {
  const policies = output.all('NetworkPolicy');
  const closed = (type: string) =>
    policies.some(
      ({ spec }) =>
        Object.keys(spec.podSelector).length === 0 &&
        spec.policyTypes.includes(type) &&
        spec[type.toLowerCase()] === undefined,
    );
  return {
    opens: closed('Egress') ? linesOf(policies, 'egress') : ['everything'],
    admits: closed('Ingress') ? linesOf(policies, 'ingress') : ['everything'],
  };
}

function linesOf(policies: readonly Manifest[], direction: 'ingress' | 'egress'): string[] {
  const lines = policies.flatMap(({ spec }) => {
    const own = selected(spec.podSelector);
    return (spec[direction] ?? []).flatMap((rule: Rule) =>
      (rule.ports ?? [{ port: 'any', protocol: '' }]).flatMap(({ port, protocol }) =>
        ((direction === 'egress' ? rule.to : rule.from) ?? [{}]).map((peer) => {
          const [from, to] = direction === 'egress' ? [own, peerWord(peer)] : [peerWord(peer), own];
          return `${from} -> ${to}:${port}/${protocol.toLowerCase()}`;
        }),
      ),
    );
  });
  return [...new Set(lines)].sort();
}

function selected({ matchLabels = {} }: { readonly matchLabels?: Readonly<Record<string, string>> }): string {
  const entries = Object.entries(matchLabels);
  if (entries.length === 0) return 'all';
  return entries.map(([key, value]) => (key === 'app.kubernetes.io/name' ? value : `${key}=${value}`)).join(' and ');
}

function peerWord({ podSelector, namespaceSelector, ipBlock }: Peer): string {
  if (ipBlock !== undefined) return [ipBlock.cidr, ...(ipBlock.except ?? []).map((each) => `but ${each}`)].join(' ');
  if (namespaceSelector !== undefined) {
    const { matchLabels } = namespaceSelector;
    return `namespace ${matchLabels['kubernetes.io/metadata.name'] ?? JSON.stringify(matchLabels)}`;
  }
  return podSelector === undefined ? 'anyone' : selected(podSelector);
}
