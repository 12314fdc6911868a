import type { CdkOutput, Found } from './cdk';
import { noGateway, type ReadGateway, type ReadRoute } from './routes';

/** The entry by load balancers: one for HTTP, whose rules are in the stacks of the services, and one for raw ports. */
export function cdkGateway(output: CdkOutput): ReadGateway {
  const listeners = output.all('AWS::ElasticLoadBalancingV2::Listener');
  const raw = listeners
    .filter(({ resource }) => ['TCP', 'UDP', 'TCP_UDP'].includes(resource.Properties.Protocol))
    .flatMap((found) => {
      const { Port, Protocol, DefaultActions } = found.resource.Properties;
      const { to } = targetOf(output, found, DefaultActions[0].TargetGroupArn.Ref);
      return Protocol.split('_').map((each: string) => `${Port}/${each.toLowerCase()} -> ${to}`);
    })
    .sort();
  const web = listeners.find(({ resource }) => resource.Properties.DefaultActions[0].Type === 'fixed-response');
  const records = output.all('AWS::Route53::RecordSet');
  const rawNames = rawNamesOf(
    records.filter((each) => balancerOf(each) === 'network'),
    raw,
  );
  if (web === undefined) return { ...noGateway, raw, rawNames };
  const { Port, Protocol, Certificates = [], ListenerAttributes: attributes } = web.resource.Properties;
  const balancer = web.template.Resources[web.resource.Properties.LoadBalancerArn.Ref];
  const routes = routesOf(output);
  return {
    ...noGateway,
    routes,
    raw,
    rawNames,
    entries: [...new Set(routes.map(({ host }) => host))]
      .map((host) => `${Protocol.toLowerCase()}://${host}:${Port}`)
      .sort(),
    certificate: certificateOf(web, Certificates[0]?.CertificateArn),
    redirect: listeners.map(redirectOf).join(''),
    headers: Object.fromEntries(
      attributes.flatMap(({ Key, Value }: { Key: string; Value: string }) => {
        const name = /^routing\.http\.response\.(.+)\.header_value$/.exec(Key)?.[1];
        return name === undefined ? [] : [[name.replaceAll('_', '-'), Value]];
      }),
    ),
    idleTimeout: Number(output.attribute(balancer?.Properties.LoadBalancerAttributes, 'idle_timeout.timeout_seconds')),
    records: records
      .filter((each) => balancerOf(each) === 'application')
      .map(({ resource }) => `${resource.Properties.Name} in ${zoneOf(web, resource.Properties.HostedZoneId)}`)
      .sort(),
  };
}

/** What a record leads to. */
function balancerOf({ template, resource }: Found): string {
  return template.Resources[resource.Properties.AliasTarget.DNSName['Fn::GetAtt'][0]]?.Properties.Type;
}

/** All names lead to the one load balancer that has all raw ports. */
function rawNamesOf(records: readonly Found[], raw: readonly string[]): string[] {
  return records.flatMap(({ resource }) => raw.map((each) => `${resource.Properties.Name}:${each.split(' ')[0]}`));
}

/** By their priority: the first that matches counts. */
function routesOf(output: CdkOutput): ReadRoute[] {
  return output
    .all('AWS::ElasticLoadBalancingV2::ListenerRule')
    .sort((one, other) => one.resource.Properties.Priority - other.resource.Properties.Priority)
    .map((found): ReadRoute => {
      const { Conditions, Actions, Transforms = [] } = found.resource.Properties;
      const values = (field: string): string[] | undefined =>
        Conditions.map((each: Record<string, { Values: string[] } | undefined>) => each[field]).find(
          (each: unknown) => each !== undefined,
        )?.Values;
      const hosts = values('HostHeaderConfig') ?? [];
      const paths = values('PathPatternConfig');
      const forward = Actions.find((each: { Type: string }) => each.Type === 'forward');
      return {
        host: hosts.join(),
        path: paths?.[0] ?? '/',
        ...targetOf(output, found, forward.TargetGroupArn.Ref),
        token: tokenOf(Actions, forward),
        timeout: null,
        matches: (host, path) =>
          hosts.some((each) => fits(each, host)) && (paths ?? ['*']).some((each) => fits(each, path)),
        rewrite: rewriteOf(Transforms),
      };
    });
}

/** `*` is any text and `?` one character, in a condition of a rule. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

/** Checks a token before it forwards, and asks for all that a token must have. */
function tokenOf(
  actions: readonly { Type: string; Order: number; JwtValidationConfig?: Record<string, unknown> }[],
  forward: { Order: number },
): string {
  const check = actions.find(
    ({ Type, Order }) => Type === 'jwt-validation' && Order < forward.Order,
  )?.JwtValidationConfig;
  if (check === undefined) return '';
  const [claim] = check['AdditionalClaims'] as { Name: string; Values: string[] }[];
  return `${check['Issuer']} for ${claim?.Name} ${claim?.Values.join()} by ${check['JwksEndpoint']}`;
}

function rewriteOf(
  transforms: readonly { Type: string; UrlRewriteConfig: { Rewrites: { Regex: string; Replace: string }[] } }[],
): ReadRoute['rewrite'] {
  const rewrites = transforms
    .filter(({ Type }) => Type === 'url-rewrite')
    .flatMap(({ UrlRewriteConfig }) => UrlRewriteConfig.Rewrites);
  return (path) => rewrites.reduce((text, { Regex, Replace }) => text.replace(new RegExp(Regex), Replace), path);
}

/** The containers behind a target group: it counts only if the service of its stack is in it. */
function targetOf(output: CdkOutput, { template }: Found, group: string): Pick<ReadRoute, 'to' | 'http2' | 'sticky'> {
  const { Port, ProtocolVersion, TargetGroupAttributes } = template.Resources[group]?.Properties ?? {};
  const service = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::ECS::Service')?.Properties;
  const member = service?.LoadBalancers.find(
    (each: { TargetGroupArn: { Ref: string } }) => each.TargetGroupArn.Ref === group,
  );
  return {
    to: `${member?.ContainerName}:${member?.ContainerPort === Port ? Port : 'another'}`,
    http2: ProtocolVersion === 'GRPC',
    sticky: output.attribute(TargetGroupAttributes, 'stickiness.enabled') === 'true',
  };
}

function certificateOf({ template }: Found, arn: unknown): string {
  if (arn === undefined) return 'none';
  const made = template.Resources[(arn as { Ref?: string }).Ref ?? ''];
  if (made === undefined) return `given ${String(arn)}`;
  const { DomainName, SubjectAlternativeNames = [], ValidationMethod } = made.Properties;
  return `managed for ${[DomainName, ...SubjectAlternativeNames].join(' ')} by ${ValidationMethod}`;
}

function redirectOf({ resource }: Found): string {
  const [action] = resource.Properties.DefaultActions;
  if (action.Type !== 'redirect') return '';
  return `${action.RedirectConfig.Protocol.toLowerCase()}, port ${action.RedirectConfig.Port}, from ${resource.Properties.Port}`;
}

/** A hosted zone by its id, or by its name, which is looked up at deploy. */
function zoneOf({ template }: Found, id: unknown): string {
  if (typeof id === 'string') return id;
  const lookup = Object.entries(template.Resources).find(([each]) => JSON.stringify(id).includes(`"${each}"`))?.[1];
  return JSON.parse(lookup?.Properties.Create).parameters.DNSName;
}
