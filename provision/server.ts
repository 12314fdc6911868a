import type {
  Container,
  Credential,
  Health,
  Platform,
  Port,
  Probe,
  Resource,
  Variable,
  Writable,
} from '../platform/index';
import { countedOn } from './amount';
import type { Step } from './step';

/** A resource that runs as a container, in the words that every renderer knows. */
export interface Server {
  readonly container: Container;
  /** The main port first. */
  readonly ports: readonly Port[];
  /** Further names that it answers to. */
  readonly aliases: readonly string[];
  readonly health: Health;
  /** Seconds that it has to write down what is in memory. */
  readonly grace: number;
  /** Whether the image gives its data directory to its user, so that a new volume needs no other owner. */
  readonly ownsData: boolean;
  /** Directories for which the image asks for volumes. */
  readonly imageVolumes: readonly string[];
}

/** Any kind of store. */
export type Store = Exclude<Resource, { kind: 'container' }>;

/** How the server of a kind runs, where the provider is `container`. */
export type ServerOf<S extends Store> = (platform: Platform, store: S) => Server;

/** Seconds to write down what is in memory. */
export const grace = 60;

/** What sets a server up from outside, beside it: runs once to its end, and again when the description changes. */
export interface Setup<S extends Store> {
  /** Whether there is anything to set up. */
  readonly needed: (store: S) => boolean;
  readonly container: (platform: Platform, store: S) => Container;
}

/** A user and its group, by the base of the image. */
export interface Users {
  readonly debian: Container['user'];
  readonly alpine: Container['user'];
}

/** The official images differ between Debian and Alpine, and say so in the tag. */
export function userIn(users: Users, image: string): Container['user'] {
  return image.includes('alpine') ? users.alpine : users.debian;
}

/** What the steps of a server may take: they are small programs. */
export const small = { cpu: { request: 50, limit: 500 }, memory: { request: 64, limit: 128 } };

/** Where a program may write what it needs while it runs. */
export const scratch: Writable = { path: '/tmp', medium: 'memory', size: 16 };

/** The server's container, with a volume where it keeps data; without storage the data is in memory and goes with it. */
export function serverContainer(store: Store, user: Container['user'], mount: string): Container {
  const keeps = store.storage > 0;
  return {
    ...bare(store, user),
    cpu: store.cpu,
    memory: store.memory,
    volumes: keeps ? [{ name: 'data', path: mount, size: store.storage }] : [],
    writable: keeps ? [] : [{ path: mount, medium: 'memory', size: Math.floor(countedOn(store.memory) / 2) }],
  };
}

/** What a container is told to run a step. */
export function stepPart(step: Step): Pick<Container, 'command' | 'env' | 'files'> {
  return {
    command: step.command.map((word) => [word]),
    env: [
      ...step.env.map(({ name, value }) => variable(name, value)),
      ...step.secrets.map((secret) => password(secret.variable, { name: secret.credential })),
    ].sort((one, other) => (one.name < other.name ? -1 : 1)),
    files: step.files.map(({ path, text }) => ({ path, content: [text], secret: false, mode: '' })),
  };
}

/** A container that runs a step to its end, in the server's own image and as its user. */
export function setupContainer(store: Store, user: Container['user'], step: Step): Container {
  return { ...bare(store, user), ...stepPart(step), name: step.name, writable: [scratch] };
}

function bare(store: Store, user: Container['user']): Container {
  return {
    name: store.name,
    image: { kind: 'reference', reference: store.image },
    architecture: 'any',
    command: [],
    args: [],
    env: [],
    files: [],
    ...small,
    user,
    readOnlyRoot: true,
    writable: [],
    volumes: [],
    mounts: [],
    hostPaths: [],
    capabilities: [],
    ulimits: [],
    sysctls: {},
  };
}

/** The one port of a store, by the name of its kind. */
export function portOf({ kind, port }: Store): Port {
  return { name: kind, protocol: 'tcp', number: port, last: port, as: port, hostPort: false };
}

export function variable(name: string, value: Variable['value']): Variable {
  return { name, value, secret: false, from: 'contract' };
}

export function password(name: string, credential: Pick<Credential, 'name'>): Variable {
  const value = [{ kind: 'credential', credential: credential.name, attribute: 'password', inUrl: false }] as const;
  return { name, value, secret: true, from: 'contract' };
}

const times = { delay: 0, interval: 10, timeout: 5, failures: 3 } as const;

/** The same check for both, with the seconds that a start may take. */
export function asked(probe: Probe, startup: number): Health {
  return { given: true, liveness: probe, readiness: probe, startup };
}

export function byTcp(store: Store): Probe {
  return { action: { kind: 'tcp' }, port: store.kind, number: store.port, ...times };
}

export function byCommand(command: readonly string[]): Probe {
  return { action: { kind: 'command', command }, port: '', number: 0, ...times };
}
