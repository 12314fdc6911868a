import { names, type Platform } from '../../platform/index';

/** The ClusterIssuer of cert-manager that a managed certificate comes from. */
export const issuer = 'letsencrypt';

/** The Secret that holds the gateway's certificate, and what has cert-manager put it there. */
export function certificate({ name, gateway }: Platform): {
  readonly secret: string;
  readonly annotations: Readonly<Record<string, string>> | null;
} {
  if (gateway.certificate.kind === 'given') return { secret: gateway.certificate.name, annotations: null };
  if (gateway.certificate.kind === 'none') return { secret: '', annotations: null };
  return { secret: names.kubernetesName(name, 'tls'), annotations: { 'cert-manager.io/cluster-issuer': issuer } };
}
