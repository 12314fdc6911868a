import {
  type ContainerResource,
  imageVersion,
  type Job,
  type Platform,
  type Port,
  type Ref,
  type Resource,
  type Service,
  type Text,
} from '../platform/index';
import { dnsName, findsServerByDns, isJob } from './discovery';
import type { EnvironmentStack } from './environment-stack';
import { secretName, secretPart } from './names';

/** A reference on AWS: a text, which CloudFormation may complete, or a place in Secrets Manager. */
export type Answer =
  | { readonly kind: 'plain'; readonly value: string }
  | {
      readonly kind: 'secret';
      /** Name in Secrets Manager. */
      readonly secret: string;
      /** Whether it is percent-encoded, for a URL. */
      readonly inUrl: boolean;
      /** Key of its JSON; '' for the whole text. */
      readonly key: string;
    };

type Answers = {
  readonly [K in Ref['kind']]: (stack: EnvironmentStack, ref: Extract<Ref, { kind: K }>) => Answer;
};

const answers: Answers = {
  // Service Connect gives tasks of services the names and ports of their peers; DNS knows tasks, whose ports are their own.
  service: ({ platform, part }, { service, port, attribute }) => {
    const found = portOf(platform, service, port);
    const byDns = isJob(platform, part) || found.protocol === 'udp';
    if (attribute === 'host') return plain(byDns ? dnsName(platform, service) : service);
    return plain(String(byDns ? found.number : found.as));
  },

  resource: (stack, { resource, attribute }) => resourceAnswer(stack, resourceOf(stack.platform, resource), attribute),

  credential: (stack, { credential, attribute, inUrl }) => {
    const found = stack.platform.credentials.find((each) => each.name === credential);
    if (found === undefined) throw new Error(`no credential "${credential}"`);
    if (attribute === 'user' && found.user !== '') return plain(found.user);
    return { ...secretAnswer(stack, credential, attribute === 'user' ? 'username' : 'password'), inUrl };
  },

  secret: (stack, { secret, key }) => secretAnswer(stack, secret, key === 'value' ? '' : key),

  gateway: ({ platform }, { attribute }) => plain(platform.gateway[attribute]),

  version: (stack, { workload }) => {
    const { image } = workloadOf(stack.platform, workload);
    return plain(image.kind === 'build' ? stack.given([image.name, 'version']) : imageVersion(image.reference));
  },

  // limits.ts refuses what has no text in its place.
  instance: (_, { attribute, instead }) =>
    instead === null ? refused(`the ${attribute} of the instance`) : plain(instead),

  // limits.ts refuses it too; where an environment accepts that, it is a variable that is not set.
  passthrough: () => plain(''),
};

export function answer(stack: EnvironmentStack, ref: Ref): Answer {
  return answerBy(ref.kind, stack, ref);
}

/** Ties the kind of a reference to its answer, which the compiler cannot do for a union. */
function answerBy<K extends Ref['kind']>(kind: K, stack: EnvironmentStack, ref: Ref): Answer {
  return answers[kind](stack, ref as Extract<Ref, { kind: K }>);
}

/** A text without secrets, as one value. */
export function plainText(stack: EnvironmentStack, text: Text): string {
  return text
    .map((segment) => {
      if (typeof segment === 'string') return segment;
      const found = answer(stack, segment);
      if (found.kind === 'secret') throw new Error(`secret "${found.secret}" stands where a secret cannot be given`);
      return found.value;
    })
    .join('');
}

function plain(value: string): Answer {
  return { kind: 'plain', value };
}

function secretAnswer(stack: EnvironmentStack, name: string, key: string): Extract<Answer, { kind: 'secret' }> {
  stack.need(secretPart(stack.platform, name));
  return { kind: 'secret', secret: secretName(stack.platform, name), key, inUrl: false };
}

function refused(what: string): never {
  throw new Error(`${what} is not known on Fargate, and cdk/limits.ts refuses it`);
}

function portOf(platform: Platform, service: string, port: string): Port {
  const found = platform.services.find((each) => each.name === service)?.ports.find((each) => each.name === port);
  if (found === undefined) throw new Error(`service "${service}" has no port "${port}"`);
  return found;
}

function resourceOf(platform: Platform, name: string): Resource {
  const found = platform.resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no resource "${name}"`);
  return found;
}

function resourceAnswer(stack: EnvironmentStack, resource: Resource, attribute: 'host' | 'port' | 'addresses'): Answer {
  if (attribute === 'port') return plain(String(resource.port));
  const { address } = resource;
  const { platform, part } = stack;
  const named = findsServerByDns(platform, part, resource.name) ? dnsName(platform, resource.name) : resource.name;
  const host = address.kind === 'given' ? address.host : resource.provider === 'container' ? named : undefined;
  if (host === undefined) {
    const path = [resource.name, attribute] as const;
    return plain(resource.provider === 'managed' ? stack.lookup(path) : stack.given(path));
  }
  return plain(attribute === 'host' ? host : `${host}:${resource.port}`);
}

function workloadOf(platform: Platform, name: string): Service | Job | ContainerResource['container'] {
  const named = (each: { readonly name: string }) => each.name === name;
  const found = platform.services.find(named) ?? platform.jobs.find(named);
  if (found !== undefined) return found;
  const resource = platform.resources.find(named);
  if (resource?.kind !== 'container') throw new Error(`no workload "${name}"`);
  return resource.container;
}
