import type { Description, EnvironmentDescription, GatewayDescription } from '../description/description';
import { compareText, sortedEntries } from '../document/merge';
import { partitionOf } from '../model/partition';
import type { Accepted, Environment, Gateway, Override, Overrides, Runtime } from '../model/platform';
import * as defaults from './defaults';
import { kubernetesOf } from './kubernetes';
import type { Scope } from './scope';

/** Place, tier and size of one environment, with all that a tier decides. */
export function environmentOf(scope: Scope): Environment {
  const { given, name, description } = scope;
  const tier = given.tier ?? defaults.environment.tier;
  const aws = awsOf(scope, tier);
  const posture = defaults.posture[tier];
  return {
    name,
    runtime: given.runtime,
    engine: given.engine ?? defaults.environment.engine,
    tier,
    size: given.size ?? defaults.environment.size,
    domain: given.domain ?? (isLocal(given.runtime) ? defaults.environment.localDomain : ''),
    aws,
    kubernetes: kubernetesOf(scope),
    compose: isLocal(given.runtime) ? { publish: given.compose?.publish ?? defaults.compose.publish } : null,
    namespace: given.namespace ?? `${description.platform}-${name}`,
    registry: given.registry ?? registryOf(description, name, given, aws),
    posture: { ...posture, natGateways: aws === null ? 0 : Math.min(posture.natGateways, aws.zones.length) },
    accept: acceptedOf(given.accept),
    overrides: overridesOf(scope),
  };
}

function acceptedOf(given: EnvironmentDescription['accept']): Accepted[] {
  return (given ?? [])
    .map((each) =>
      typeof each === 'string' ? { code: each, for: [] } : { code: each.code, for: [...each.for].sort() },
    )
    .sort((one, other) => compareText(one.code, other.code));
}

export function isLocal(runtime: Runtime): boolean {
  return runtime === 'compose' || runtime === 'swarm';
}

export function isAws(runtime: Runtime): boolean {
  return runtime === 'ecs' || runtime === 'eks';
}

function awsOf(scope: Scope, tier: Environment['tier']): Environment['aws'] {
  const { given, name } = scope;
  if (!isAws(given.runtime)) return null;
  for (const key of ['account', 'region'] as const) {
    if (given[key] !== undefined) continue;
    scope.report({
      code: `no-${key}`,
      path: ['environments', name],
      key: true,
      rule: `runs on ${given.runtime} but has no ${key}`,
      fix: key === 'account' ? 'add account: "111111111111" (twelve digits in quotes)' : 'add region: eu-west-1',
    });
  }
  const region = given.region ?? '';
  const zones = [...new Set(given.zones ?? defaults.environment.zones[tier])].sort();
  return {
    account: given.account ?? '',
    region,
    zones: zones.map((letter) => `${region}${letter}`),
    cidr: given.cidr ?? defaults.environment.cidr,
    hostedZones: given.hostedZone === undefined ? [] : [given.hostedZone].flat(),
  };
}

/** Each environment on AWS makes repositories of its own, for two may share an account and a region. */
function registryOf(
  description: Description,
  name: string,
  given: EnvironmentDescription,
  aws: Environment['aws'],
): string {
  if (aws !== null)
    return `${aws.account}.dkr.ecr.${aws.region}.${partitionOf(aws.region).suffix}/${description.platform}/${name}`;
  if (given.runtime === 'kubernetes') return `ghcr.io/${repositoryOf(description).toLowerCase()}`;
  return '';
}

export function ownerOf(description: Description): string {
  return description.owner ?? description.platform;
}

export function repositoryOf(description: Description): string {
  return (
    description.repository ??
    `${ownerOf(description)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, '-')}/${description.platform}`
  );
}

function overridesOf(scope: Scope): Overrides {
  const lists = scope.given.overrides ?? {};
  const read = (output: keyof Overrides): Override[] =>
    (lists[output] ?? []).map((each, at) => {
      const path = ['environments', scope.name, 'overrides', output, at];
      if ((each.set === undefined) === (each.remove === undefined)) {
        scope.report({
          code: 'override-operation',
          path,
          value: '',
          rule: 'must have either set or remove',
          fix: 'add set: with the new value, or remove: true',
        });
      }
      if (each.target === undefined && output !== 'compose') {
        scope.report({
          code: 'override-target',
          path,
          value: '',
          rule: 'has no target',
          fix: `add target:, such as ${targetExamples[output]}`,
        });
      }
      return {
        target: each.target ?? '',
        path: each.path,
        op: each.remove === true ? 'remove' : 'set',
        value: each.set ?? null,
      };
    });
  return { cdk: read('cdk'), k8s: read('k8s'), compose: read('compose'), ci: read('ci') };
}

const targetExamples = { cdk: 'main/MainDatabase', k8s: 'Deployment/orders', ci: 'deploy.yml', compose: '' } as const;

export function gatewayOf(scope: Scope, environment: Environment, used: boolean): Gateway {
  const given: GatewayDescription = scope.merged.gateway;
  const local = isLocal(environment.runtime);
  const tls = given.tls ?? !local;
  const scheme = tls ? 'https' : 'http';
  const port = given.port ?? (local ? defaults.gateway.port.compose : defaults.gateway.port[scheme]);
  const kind = given.kind ?? defaults.gateway.kind;
  const usual = port === defaults.gateway.port[scheme];
  // A plain Ingress has no field for headers, and what no target takes is no default there.
  const plain = environment.runtime === 'kubernetes' && kind === 'ingress';
  const usualHeaders: Record<string, string> = {
    ...defaults.gateway.headers,
    ...(tls ? { 'strict-transport-security': defaults.gateway.strictTransportSecurity[environment.tier] } : {}),
  };
  const headers = { ...(plain ? {} : usualHeaders), ...lowerCase(given.headers) };
  return {
    used,
    scheme,
    host: environment.domain,
    port,
    url: `${scheme}://${environment.domain}${usual ? '' : `:${port}`}`,
    certificate: tls
      ? { kind: given.certificate === undefined ? 'managed' : 'given', name: given.certificate ?? '' }
      : { kind: 'none', name: '' },
    auth:
      given.auth === undefined
        ? null
        : { ...given.auth, jwks: given.auth.jwks ?? `${given.auth.issuer.replace(/\/$/, '')}/.well-known/jwks.json` },
    kind,
    class: given.class ?? defaults.gateway.class[kind],
    namespace: given.namespace ?? defaults.gateway.namespace[kind],
    idleTimeout:
      given.idleTimeout === undefined
        ? defaults.gateway.idleTimeout
        : scope.seconds(['gateway', 'idleTimeout'], given.idleTimeout),
    headers: Object.fromEntries(sortedEntries(headers).filter(([, value]) => value !== '')),
    from: [...(given.from ?? defaults.gateway.from)].sort(),
  };
}

function lowerCase(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
}
