import type { CdkOutput, Found } from './cdk';
import { membersOf } from './cdk-targets';
import {
  type Asked,
  nobody,
  noGateway,
  printConditions,
  printRedirect,
  printShares,
  type ReadGateway,
  type ReadRoute,
} from './routes';

/** The entry by load balancers: one for HTTP, whose rules are in the stacks of the services, and one for raw ports. */
export function cdkGateway(output: CdkOutput): ReadGateway {
  const listeners = output.all('AWS::ElasticLoadBalancingV2::Listener');
  const raw = listeners
    .filter(({ resource }) => ['TCP', 'UDP', 'TCP_UDP', 'TLS'].includes(resource.Properties.Protocol))
    .flatMap((found) => {
      const { Port, Protocol, DefaultActions, Certificates = [] } = found.resource.Properties;
      const { to } = targetOf(output, found, DefaultActions[0].TargetGroupArn.Ref);
      if (Protocol === 'TLS')
        return [`${Port}/tcp -> ${to} after TLS for ${rawCertificate(output, found, Certificates)}`];
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
    guards: guardsOf(output),
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

/** The names of the certificate of a raw port, or which one is given. */
function rawCertificate(output: CdkOutput, { template }: Found, certificates: { CertificateArn: unknown }[]): string {
  const arn = certificates[0]?.CertificateArn;
  if (typeof arn === 'string') return arn;
  const parameter = template.Parameters[(arn as { Ref?: string } | undefined)?.Ref ?? '']?.Default ?? 'nothing';
  const [made] = output
    .all('AWS::CertificateManager::Certificate')
    .filter((found) => publishedAs(found).includes(parameter));
  const { DomainName, SubjectAlternativeNames = [] } = made?.resource.Properties ?? {};
  return [DomainName, ...SubjectAlternativeNames].join(' ');
}

function publishedAs({ id, template }: Found): string[] {
  return Object.values(template.Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::SSM::Parameter' && Properties.Value?.Ref === id ? [Properties.Name] : [],
  );
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
function rulesOf(output: CdkOutput): Found[] {
  return output
    .all('AWS::ElasticLoadBalancingV2::ListenerRule')
    .sort((one, other) => one.resource.Properties.Priority - other.resource.Properties.Priority);
}

interface Group {
  readonly TargetGroupArn: { readonly Ref: string };
}

interface Forward extends Group {
  readonly Order: number;
  readonly ForwardConfig?: { readonly TargetGroups: readonly (Group & { readonly Weight: number })[] };
}

function forwardOf({ resource }: Found): Forward | undefined {
  return resource.Properties.Actions.find((each: { Type: string }) => each.Type === 'forward');
}

/** Rules that are no route: they answer for a host that a wildcard after them would take. */
function isGuard({ id }: Found): boolean {
  return /Guard[0-9A-F]*$/.test(id);
}

function routesOf(output: CdkOutput): ReadRoute[] {
  return rulesOf(output)
    .filter((found) => !isGuard(found))
    .map((found): ReadRoute => {
      const { Conditions, Actions, Transforms = [] } = found.resource.Properties;
      const place = {
        host: valuesOf(Conditions, 'HostHeaderConfig')?.join() ?? '',
        path: valuesOf(Conditions, 'PathPatternConfig')?.[0] ?? '/',
        conditions: printConditions(
          valuesOf(Conditions, 'HttpRequestMethodConfig') ?? [],
          headersOf(Conditions).map(({ HttpHeaderName: name = '', Values }): [string, string] => [name, Values.join()]),
        ),
        timeout: null,
        matches: matcherOf(Conditions),
      };
      const forward = forwardOf(found);
      if (forward === undefined) return { ...place, ...nobody, answer: answerOf(Actions[0]) };
      return {
        ...place,
        answer: '',
        ...targetsOf(output, found, forward),
        token: tokenOf(Actions, forward),
        rewrite: rewriteOf(Transforms),
      };
    });
}

/** `#{host}` and the like are what the request has. */
function answerOf(action: Record<string, Record<string, string>>): string {
  const { FixedResponseConfig: fixed, RedirectConfig: redirect } = action;
  if (fixed !== undefined) {
    const { StatusCode, ContentType, MessageBody } = fixed;
    return MessageBody === undefined ? String(StatusCode) : `${StatusCode} ${ContentType}: ${MessageBody}`;
  }
  if (redirect === undefined) throw new Error(`an action that no fact knows: ${JSON.stringify(action)}`);
  const { StatusCode = '', Protocol = '', Host = '', Port = '', Path = '', Query } = redirect;
  if (Query !== '#{query}') throw new Error('a redirect that loses the query');
  const own = (text: string) => (/^\/?#\{\w+\}$/.test(text) ? '' : text);
  return printRedirect(Number(StatusCode.slice(5)), own(Protocol).toLowerCase(), own(Host), own(Port), own(Path));
}

/** Rules that answer for a host that a wildcard after them would take. */
function guardsOf(output: CdkOutput): ReadGateway['guards'] {
  const rules = rulesOf(output);
  return rules.flatMap((found, at) =>
    isGuard(found)
      ? [
          {
            before: rules.slice(0, at).filter((each) => !isGuard(each)).length,
            matches: matcherOf(found.resource.Properties.Conditions),
          },
        ]
      : [],
  );
}

type Condition = Readonly<Record<string, { readonly Values: string[]; readonly HttpHeaderName?: string } | undefined>>;

function headersOf(conditions: readonly Condition[]) {
  return conditions.flatMap(({ HttpHeaderConfig: each }) => (each === undefined ? [] : [each]));
}

function valuesOf(conditions: readonly Condition[], field: string): string[] | undefined {
  return conditions.map((each) => each[field]).find((each) => each !== undefined)?.Values;
}

/** All conditions of a rule hold, of each one value. Elastic Load Balancing, Quotas: 5 values a rule, 3 a condition. */
function matcherOf(conditions: readonly Condition[]): (asked: Asked) => boolean {
  const hosts = valuesOf(conditions, 'HostHeaderConfig') ?? [];
  const paths = valuesOf(conditions, 'PathPatternConfig') ?? ['*'];
  const methods = valuesOf(conditions, 'HttpRequestMethodConfig');
  const headers = headersOf(conditions);
  const all = conditions.flatMap((each) => Object.values(each).flatMap((config) => [config?.Values ?? []]));
  if (all.some((each) => each.length > 3) || all.flat().length > 5)
    throw new Error(`a rule with too many values: ${JSON.stringify(conditions)}`);
  return ({ host, path, method, headers: sent }) =>
    hosts.some((each) => fits(each, host)) &&
    paths.some((each) => fits(each, path)) &&
    (methods === undefined || methods.includes(method)) &&
    headers.every(({ HttpHeaderName: name = '', Values }) => {
      const value = sent[name.toLowerCase()]?.toLowerCase();
      return value !== undefined && Values.some((each) => fits(each.toLowerCase(), value));
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

function targetsOf(output: CdkOutput, found: Found, forward: Forward): Pick<ReadRoute, 'to' | 'http2' | 'sticky'> {
  const groups = forward.ForwardConfig?.TargetGroups ?? [{ ...forward, Weight: 1 }];
  const targets = groups.map(({ TargetGroupArn }) => targetOf(output, found, TargetGroupArn.Ref));
  const [first] = targets;
  if (first === undefined) throw new Error('a rule that leads nowhere');
  return { ...first, to: printShares(targets.map(({ to }, at) => [to, groups[at]?.Weight ?? 0])) };
}

/** The containers behind a target group: it counts only if a service is in it, of its own stack or by the name that it is published under. */
function targetOf(output: CdkOutput, { template }: Found, group: string): Pick<ReadRoute, 'to' | 'http2' | 'sticky'> {
  const { Port, ProtocolVersion, TargetGroupAttributes } = template.Resources[group]?.Properties ?? {};
  const [member, ...others] = membersOf(output, { id: group, template });
  if (others.length > 0) throw new Error(`a group of two services: ${group}`);
  return {
    to: `${member?.ContainerName}:${member?.ContainerPort === Port ? Port : 'another'}`,
    http2: ProtocolVersion === 'GRPC',
    sticky: stickyOf((key) => output.attribute(TargetGroupAttributes, key)),
  };
}

function stickyOf(attribute: (key: string) => string | undefined): string {
  if (attribute('stickiness.enabled') !== 'true') return '';
  const type = attribute('stickiness.type');
  if (type === 'app_cookie') return attribute('stickiness.app_cookie.cookie_name') ?? 'nameless';
  return type === 'lb_cookie' ? 'own' : `by ${type}`;
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
