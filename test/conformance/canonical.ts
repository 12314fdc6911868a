import type { Container, Image, Platform, Ref, Text } from '../../platform/index';

/**
 * A value as every output must give it: peers and stores that run as containers by their names, what only the target
 * knows in angle brackets. Readers turn their target's own references into the same words.
 */
export function canonical(platform: Platform, value: Text): string {
  return value.map((segment) => (typeof segment === 'string' ? segment : wordFor(platform, segment))).join('');
}

export const words = {
  hostOf: (resource: string) => `<host of ${resource}>`,
  addressesOf: (resource: string) => `<addresses of ${resource}>`,
  passwordOf: (credential: string) => `<password of ${credential}>`,
  userOf: (credential: string) => `<user of ${credential}>`,
  secret: (name: string) => `<secret ${name}>`,
  version: '<version>',
  instance: (attribute: string) => `<instance ${attribute}>`,
  passthrough: (name: string) => `<${name} where it is set>`,
};

function wordFor(platform: Platform, ref: Ref): string {
  switch (ref.kind) {
    case 'service': {
      const port = platform.services
        .find((each) => each.name === ref.service)
        ?.ports.find((each) => each.name === ref.port);
      return ref.attribute === 'host' ? ref.service : String(port?.as);
    }
    case 'resource': {
      const resource = platform.resources.find((each) => each.name === ref.resource);
      const known = resource?.provider === 'container';
      if (ref.attribute === 'addresses')
        return known ? `${ref.resource}:${resource.port}` : words.addressesOf(ref.resource);
      return known ? ref.resource : words.hostOf(ref.resource);
    }
    case 'credential':
      return ref.attribute === 'user' ? words.userOf(ref.credential) : words.passwordOf(ref.credential);
    case 'secret':
      return words.secret(ref.secret);
    case 'gateway':
      return ref.attribute === 'url' ? platform.gateway.url : platform.gateway.host;
    case 'instance':
      return words.instance(ref.attribute);
    case 'version':
      return versionOf(imageOf(platform, ref.workload));
    case 'passthrough':
      return words.passthrough(ref.name);
  }
}

/** What is built gets its version from the deploy; another image says it in its tag. */
function versionOf(image: Image): string {
  return image.kind === 'build' ? words.version : (/:([^:/@]+)(@.*)?$/.exec(image.reference)?.[1] ?? 'latest');
}

function imageOf(platform: Platform, workload: string): Image {
  const found = [...platform.services, ...platform.jobs].find((each) => each.name === workload);
  if (found === undefined) throw new Error(`no workload ${workload}`);
  return found.image;
}

/** Every container of the description, by the name that all facts use. Stores made by Slipway have facts of their own. */
export function containersOf(platform: Platform): Record<string, Container> {
  const list: [string, Container][] = [];
  for (const workload of [...platform.services, ...platform.jobs]) {
    list.push([workload.name, workload]);
    for (const each of workload.init) list.push([`${workload.name} init ${each.name}`, each]);
    for (const each of workload.sidecars) list.push([`${workload.name} sidecar ${each.name}`, each]);
  }
  for (const resource of platform.resources) {
    if (resource.kind === 'container' && resource.provider === 'container')
      list.push([resource.name, resource.container]);
  }
  return Object.fromEntries(list);
}

/** The same record with each value changed. */
export function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
