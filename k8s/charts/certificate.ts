import { names, type Platform } from '../../platform/index';
import { clusterOf } from '../cluster';

/** What tells cert-manager whom to ask (cert-manager, Annotated Gateway resource and Ingress resource). */
const annotations = {
  ClusterIssuer: 'cert-manager.io/cluster-issuer',
  Issuer: 'cert-manager.io/issuer',
} as const;

/** The Secret that holds the gateway's certificate, and what has cert-manager put it there. */
export function certificate(platform: Platform): {
  readonly secret: string;
  readonly annotations: Readonly<Record<string, string>> | null;
} {
  const { name, gateway } = platform;
  const { issuer } = clusterOf(platform);
  if (gateway.certificate.kind === 'given') return { secret: gateway.certificate.name, annotations: null };
  if (gateway.certificate.kind === 'none') return { secret: '', annotations: null };
  return { secret: names.kubernetesName(name, 'tls'), annotations: { [annotations[issuer.kind]]: issuer.name } };
}
