import {
  addressSecret,
  credentialKey,
  type Image,
  imageVersion,
  type Platform,
  printText,
  type Ref,
  refsOf,
  secretVariable,
  type Text,
  type Variable,
} from '../../platform/index';

/** What is known, on this machine, of the place where a workload runs. What is not stays in angle brackets. */
export interface Place {
  /** Under which name a service or a store is found; null: only its target knows. */
  readonly host: ((name: string) => string) | null;
  /** The version of what is built here; null: only its target knows. */
  readonly version: string | null;
  /** Whether an instance has the name of its service: one container or process that nothing else counts. */
  readonly namedInstances: boolean;
  /** A secret value by its variable: `MAIN_ORDERS_PASSWORD`; undefined: not to be shown, or not there. */
  readonly secret: (variable: string) => string | undefined;
  /** What may be passed through to the workload. */
  readonly machine: Readonly<Record<string, string | undefined>>;
}

type Answers = {
  readonly [K in Ref['kind']]: (where: Where, ref: Extract<Ref, { kind: K }>) => string | undefined;
};

interface Where {
  readonly platform: Platform;
  readonly place: Place;
  /** The workload whose text it is. */
  readonly self: string;
}

const answers: Answers = {
  service: ({ platform, place }, { service, port, attribute }) => {
    if (attribute === 'host') return place.host?.(service);
    const found = platform.services.find(({ name }) => name === service)?.ports.find(({ name }) => name === port);
    return found && String(found.as);
  },
  resource: (where, { resource: name, attribute }) => {
    const resource = where.platform.resources.find((each) => each.name === name);
    if (resource === undefined) return undefined;
    const { address, port } = resource;
    if (attribute === 'port') return String(port);
    if (address.kind === 'looked-up') return where.place.secret(secretVariable(addressSecret(name), attribute));
    const host = address.kind === 'given' ? address.host : where.place.host?.(name);
    return host === undefined || attribute === 'host' ? host : `${host}:${port}`;
  },
  credential: ({ platform, place }, ref) => {
    const user = platform.credentials.find(({ name }) => name === ref.credential)?.user ?? '';
    if (ref.attribute === 'user' && user !== '') return user;
    const value = place.secret(secretVariable(ref.credential, credentialKey({ ...ref, inUrl: false })));
    return value !== undefined && ref.inUrl ? encodeURIComponent(value) : value;
  },
  secret: ({ place }, { secret, key }) => place.secret(secretVariable(secret, key)),
  gateway: ({ platform }, { attribute }) => platform.gateway[attribute],
  instance: ({ place, self }, { attribute }) => (attribute === 'name' && place.namedInstances ? self : undefined),
  version: ({ platform, place }, { workload }) => {
    const image = imageOf(platform, workload);
    return image?.kind === 'reference' ? imageVersion(image.reference) : (place.version ?? undefined);
  },
  passthrough: ({ place }, { name }) => place.machine[name] ?? '',
};

function imageOf({ services, jobs, resources }: Platform, workload: string): Image | undefined {
  const containers = resources.flatMap((resource) => (resource.kind === 'container' ? [resource.container] : []));
  return [...services, ...jobs, ...containers].find(({ name }) => name === workload)?.image;
}

/** A text as the workload `self` finds it there. */
export function toldText(platform: Platform, place: Place, self: string, text: Text): string {
  const where = { platform, place, self };
  return text.map((part) => (typeof part === 'string' ? part : (answer(where, part) ?? printText([part])))).join('');
}

function answer<K extends Ref['kind']>(where: Where, ref: Extract<Ref, { kind: K }>): string | undefined {
  return (answers[ref.kind] as (where: Where, ref: Extract<Ref, { kind: K }>) => string | undefined)(where, ref);
}

/** A variable as its workload finds it. */
export interface Told {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly from: Variable['from'];
}

/** All variables of a workload, by name; without those that nobody passes through. */
export function variablesOf(platform: Platform, place: Place, self: string, env: readonly Variable[]): Told[] {
  return env
    .filter(({ value }) => !refsOf(value).some((ref) => isUnset(ref, place) && value.length === 1))
    .map(({ name, value, secret, from }) => ({ name, value: toldText(platform, place, self, value), secret, from }));
}

function isUnset(ref: Ref, { machine }: Place): boolean {
  return ref.kind === 'passthrough' && machine[ref.name] === undefined;
}
