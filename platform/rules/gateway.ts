import { readRange, writeRange } from '../description/ranges';
import { partitionOf } from '../model/partition';
import type { Platform } from '../model/platform';
import { isAws } from '../resolve/environment';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { users } from './walk';

function* certificateForm({ merged }: Scope, { gateway, environment }: Platform): Iterable<Broken> {
  const { certificate, tls } = merged.gateway;
  if (certificate === undefined) return;
  const path = ['gateway', 'certificate'];
  if (tls === false)
    yield { path, rule: 'but the gateway has no TLS', fix: 'remove the certificate, or take tls: false out' };
  const arn = /^arn:([a-z-]+):acm:([a-z0-9-]+):[0-9]{12}:certificate\/.+$/.exec(certificate);
  const { runtime, aws } = environment;
  if (isAws(runtime) && aws !== null && (arn?.[2] !== aws.region || arn[1] !== partitionOf(aws.region).name)) {
    const rule = `but on ${runtime} must be the ARN of an ACM certificate in ${aws.region}`;
    yield {
      path,
      rule,
      fix: `write arn:${partitionOf(aws.region).name}:acm:${aws.region}:<account>:certificate/<id>, or leave it out`,
    };
  }
  if (
    runtime === 'kubernetes' &&
    gateway.certificate.kind === 'given' &&
    !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(certificate)
  ) {
    const rule = 'but on kubernetes must be the name of a TLS Secret';
    yield { path, rule, fix: 'write the name of the Secret, or leave it out' };
  }
}

/** RFC 9110, 5.5: visible characters, spaces and tabs; a line break would start a header of its own. */
const fieldValue = /^[\t\x20-\x7e\x80-\u00ff]*$/;

function* headerValue(scope: Scope, platform: Platform): Iterable<Broken> {
  const given: { path: Path; headers: Readonly<Record<string, string>> | undefined }[] = [
    { path: ['gateway', 'headers'], headers: scope.merged.gateway.headers },
  ];
  for (const service of platform.services) {
    const { health } = scope.merged.services[service.name] ?? {};
    if (typeof health !== 'object') continue;
    given.push({ path: ['services', service.name, 'health', 'headers'], headers: health.headers });
    for (const which of ['liveness', 'readiness'] as const) {
      const own = health[which];
      const path = ['services', service.name, 'health', which, 'headers'];
      if (typeof own === 'object') given.push({ path, headers: own.headers });
    }
  }
  for (const { path, headers } of given) {
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (fieldValue.test(value)) continue;
      yield {
        path: [...path, name],
        value: '',
        rule: 'holds characters that a header may not have',
        fix: 'write it in one line of plain characters',
      };
    }
  }
}

/** What no network is: an octet above 255, or an address inside the range instead of its first. */
function* badRange(scope: Scope, platform: Platform): Iterable<Broken> {
  const { given, merged, name } = scope;
  const ranges: { path: Path; cidr: string }[] = [];
  if (given.cidr !== undefined) ranges.push({ path: ['environments', name, 'cidr'], cidr: given.cidr });
  for (const [at, cidr] of (merged.gateway.from ?? []).entries()) ranges.push({ path: ['gateway', 'from', at], cidr });
  for (const { path, fields } of users(scope, platform)) {
    for (const [at, { cidr }] of (fields.egress ?? []).entries())
      if (cidr !== undefined) ranges.push({ path: [...path, 'egress', at, 'cidr'], cidr });
  }
  for (const { path, cidr } of ranges) {
    const range = readRange(cidr);
    if (range !== undefined && startsAt(cidr) === range.base) continue;
    const meant = range === undefined ? 'a range such as 10.0.0.0/16' : writeRange(range);
    yield { path, rule: 'but that is no range: it must start at its first address', fix: `write ${meant}` };
  }
}

/** The address that a range is written with. */
function startsAt(cidr: string): bigint | undefined {
  return readRange(cidr.replace(/\/.*$/, cidr.includes(':') ? '/128' : '/32'))?.base;
}

/** OpenTelemetry specification, OTEL_TRACES_SAMPLER. */
const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'parentbased_jaeger_remote',
  'jaeger_remote',
  'xray',
];

function* telemetrySampler({ given, name }: Scope): Iterable<Broken> {
  const sampler = given.telemetry?.sampler;
  if (sampler === undefined || samplers.includes(sampler)) return;
  const path = ['environments', name, 'telemetry', 'sampler'];
  yield { path, rule: 'but OpenTelemetry has no such sampler', fix: `write one of: ${samplers.join(', ')}` };
}

export const gatewayRules: readonly Rule[] = [
  {
    code: 'certificate',
    summary:
      'A given certificate is what the target takes: the ARN of an ACM certificate in the same region on AWS, the name of a TLS Secret on Kubernetes; and the gateway speaks TLS.',
    fix: 'correct gateway.certificate, or leave it out so that one is made',
    find: certificateForm,
  },
  {
    code: 'header-value',
    summary: 'The value of an HTTP header is one line of plain characters (RFC 9110).',
    fix: 'take line breaks and control characters out',
    find: headerValue,
  },
  {
    code: 'bad-range',
    summary: 'A range of addresses starts at its first address: 10.0.0.0/16, not 10.0.0.1/16.',
    fix: 'write the first address of the range',
    find: badRange,
  },
  {
    code: 'telemetry-sampler',
    summary: 'The sampler is one that OpenTelemetry names; SDKs take another for none.',
    fix: 'write a sampler of the OpenTelemetry specification',
    find: telemetrySampler,
  },
];
