import {
  addressSecret,
  credentialKey,
  type Image,
  imageVersion,
  names,
  type Platform,
  type Ref,
  type Resource,
  secretVariable,
  type Text,
} from '../platform/index';
import { Template, type Value } from './file';
import { instanceName, isTold } from './instance';

/** What Compose is told about a part of a text: words that are known now, or an expression that it fills in. */
type Answer = { readonly literal: string } | { readonly expression: string };

type Answers = {
  readonly [K in Ref['kind']]: (platform: Platform, ref: Extract<Ref, { kind: K }>, self: string) => Answer;
};

const answers: Answers = {
  service: (platform, { service, port, attribute }) => {
    if (attribute === 'host') return { literal: service };
    const found = serviceOf(platform, service).ports.find((each) => each.name === port);
    if (found === undefined) throw new Error(`service "${service}" has no port "${port}"`);
    return { literal: String(found.as) };
  },
  resource: (platform, { resource, attribute }) => resourceAnswer(platform, resourceOf(platform, resource), attribute),
  credential: (platform, ref) => {
    const { name, user } = credentialOf(platform, ref.credential);
    if (ref.attribute === 'user' && user !== '') return { literal: user };
    return required(platform, secretVariable(name, credentialKey(ref)));
  },
  secret: (platform, { secret, key }) => required(platform, secretVariable(secret, key)),
  gateway: ({ gateway }, { attribute }) => ({ literal: attribute === 'url' ? gateway.url : gateway.host }),
  instance: (platform, ref, self) => {
    if (isTold(platform, ref, self)) return { literal: instanceName(platform, self) };
    // limits.ts refuses what has no text in its place.
    if (ref.instead === null)
      throw new Error(`the ${ref.attribute} of an instance of "${self}" is not known to Compose`);
    return { literal: ref.instead };
  },
  version: (platform, { workload }) => versionOf(imageOf(platform, workload)),
  passthrough: (_platform, { name }) => ({ expression: `\${${name}-}` }),
};

/** A text as Compose takes it: plain where every part is known now. `self` is the workload that the text belongs to. */
export function textOf(platform: Platform, text: Text, self: string): Value {
  const parts = text.map(
    (segment): Answer => (typeof segment === 'string' ? { literal: segment } : answerOf(platform, segment, self)),
  );
  if (parts.every((part) => 'literal' in part)) return parts.map((part) => part.literal).join('');
  return new Template(parts.map((part) => ('literal' in part ? escaped(part.literal) : part.expression)).join(''));
}

function answerOf<K extends Ref['kind']>(platform: Platform, ref: Extract<Ref, { kind: K }>, self: string): Answer {
  const answer = answers[ref.kind] as (platform: Platform, ref: Extract<Ref, { kind: K }>, self: string) => Answer;
  return answer(platform, ref, self);
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** The password of a login. */
export function passwordOf(platform: Platform, credential: string): Template {
  return new Template(required(platform, secretVariable(credential, 'password')).expression);
}

/** A value of the environment file. Without it nothing starts, and the message says what makes the file. */
function required(platform: Platform, variable: string): { readonly expression: string } {
  return { expression: `\${${variable}:?run: npx slipway secrets ${platform.environment.name}}` };
}

/** The image, for Compose: built here under a name of its own, or another one that the environment file names. */
export function imageValue(platform: Platform, image: Image): Value {
  if (image.kind === 'reference') return image.reference;
  // Without a registry before it Compose would first try to pull this name from the public one, where anyone may own it.
  const { registry } = platform.environment;
  const from = registry === '' ? `localhost/${platform.name}` : registry;
  return new Template(`\${${imageVariable(image.name, 'IMAGE')}:-${from}/${image.name}:dev}`);
}

/** `USERS_IMAGE`, `USERS_VERSION`. */
function imageVariable(image: string, what: 'IMAGE' | 'VERSION'): string {
  return names.environmentVariable(image, what.toLowerCase());
}

function versionOf(image: Image): Answer {
  if (image.kind === 'build') return { expression: `\${${imageVariable(image.name, 'VERSION')}:-dev}` };
  return { literal: imageVersion(image.reference) };
}

function resourceAnswer(platform: Platform, resource: Resource, attribute: 'host' | 'port' | 'addresses'): Answer {
  if (attribute === 'port') return { literal: String(resource.port) };
  const { address } = resource;
  switch (address.kind) {
    case 'own':
      return { literal: attribute === 'host' ? resource.name : `${resource.name}:${resource.port}` };
    case 'given':
      return { literal: attribute === 'host' ? address.host : `${address.host}:${resource.port}` };
    case 'looked-up':
      return required(platform, secretVariable(addressSecret(resource.name), attribute));
  }
}

function serviceOf(platform: Platform, name: string) {
  return named(platform.services, name, 'service');
}

function resourceOf(platform: Platform, name: string): Resource {
  return named(platform.resources, name, 'resource');
}

function credentialOf(platform: Platform, name: string) {
  return named(platform.credentials, name, 'credential');
}

/** The image whose version a workload shows: a service's, a job's, or that of a resource of kind `container`. */
function imageOf(platform: Platform, workload: string): Image {
  const resources = platform.resources.flatMap((resource) =>
    resource.kind === 'container' ? [resource.container] : [],
  );
  return named([...platform.services, ...platform.jobs, ...resources], workload, 'workload').image;
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): T {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${what} "${name}"`);
  return found;
}
