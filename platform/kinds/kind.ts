import type { ResourceDescription } from '../description/description';
import type { Environment, Text } from '../model/platform';
import type { Store } from '../model/resource';
import type { Scope } from '../resolve/scope';
import type { Self, World } from '../resolve/world';
import type { Rule } from '../rules/rule';
import type { StoreEdge } from './address';
import type { TaggedImages } from './image-tag';
import type { StoreDefaults } from './store-defaults';

export type Given<K extends Store['kind']> = Extract<ResourceDescription, { kind: K }>;

/** All that is particular to a kind of store in the model. A renderer asks for nothing by the name of a kind. */
export interface Kind<S extends Store> {
  /** Its name as people write it. */
  readonly title: string;
  readonly usual: StoreDefaults;
  /** The operator for it that is in common use on Kubernetes; '' where none is. */
  readonly operator: string;
  /** Images that hold it, whose tags say its version. */
  readonly images: TaggedImages;
  /** Fields that the server itself is made with, which mean nothing where another team makes it; `*` is any key. */
  readonly serverFields: readonly string[];
  readonly resolve: (scope: Scope, environment: Environment, name: string, given: Given<S['kind']>) => S;
  readonly parts: Parts<S> | null;
  /** Whether it is used as a whole, by its own name. */
  readonly whole: boolean;
  /** What an external server's secret holds: one host, or the list `host:port,...`. */
  readonly reachedBy: 'host' | 'addresses';
  /** Whether clients log in. */
  readonly asksLogin: (store: S) => boolean;
  /** Login name of the administrator. */
  readonly admin: string;
  /** Login name of a workload, from its own. */
  readonly userName: (workload: string) => string;
  /** Further users that a server has, whoever uses it, and what they are. */
  readonly ownUsers: (store: S) => readonly (readonly [user: string, what: string])[];
  /** What `${...}` may name. */
  readonly attributes: (edge: StoreEdge<S>) => Readonly<Record<string, Text>>;
  /** Variables that the first store of this kind gives a workload. */
  readonly variables: (world: World, self: Self, edge: StoreEdge<S>) => Readonly<Record<string, Text | string>>;
  /** The attribute that a workload with several gets under the name of each: `ORDERS_URL`. */
  readonly address: 'url' | 'brokers';
  readonly managed: Managed<S>;
  readonly rules: readonly Rule[];
  /** What `explain` tells beside what every store has. */
  readonly details: (store: S) => readonly Detail[];
}

/** Databases, topics or queues: what a workload gets of a server. */
export interface Parts<S extends Store> {
  readonly word: 'database' | 'topic' | 'queue';
  readonly field: 'databases' | 'topics' | 'queues';
  /** How a workload asks for one. */
  readonly edge: 'uses' | 'publishes';
  readonly names: (store: S) => readonly string[];
  /** As the description has them. */
  readonly written: (given: Given<S['kind']>) => readonly string[] | Readonly<Record<string, unknown>> | undefined;
  /** Longest name, and why. */
  readonly longest: number;
  readonly why: string;
  /** What a name means to the server itself; undefined where it is free. */
  readonly reserved: (name: string) => string | undefined;
  /** The store with the service that owns each part; null where parts have no owner. */
  readonly owned: ((store: S, ownerOf: (part: string) => string) => S) | null;
}

/** What AWS makes of it. */
export interface Managed<S extends Store> {
  readonly service: string;
  readonly instances: { readonly pattern: RegExp; readonly example: string };
  /** What is wrong with an instance class of the service; undefined where nothing is. */
  readonly instanceFault: (store: S) => string | undefined;
  /** What is offered for a new server; null: all that the language takes. */
  readonly versions: readonly string[] | null;
  /** GiB; null where storage is the instance's. */
  readonly storage: { readonly least: number; readonly most: number; readonly whose: string } | null;
  /** Whether the instance class decides the storage, so that `storage:` says nothing. */
  readonly storageOfInstance: (store: S) => boolean;
  /** Whether data is lost with the one node that holds it. */
  readonly losesData: (store: S) => boolean;
  readonly backups: boolean;
  readonly replicas: (zones: number) => { readonly counts: readonly number[]; readonly why: string };
}

export interface Detail {
  readonly label: string;
  readonly value: string;
  /** Field in the model. */
  readonly path: readonly string[];
}

export function detail(label: string, value: string, ...path: readonly string[]): Detail {
  return { label, value, path: path.length === 0 ? [label] : path };
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** Names that the description gives as a list or as a map. */
export function asMap<T extends object>(given: readonly string[] | Readonly<Record<string, T>> | undefined) {
  if (given === undefined) return {} as Record<string, Partial<T>>;
  const entries: readonly (readonly [string, Partial<T>])[] = Array.isArray(given)
    ? given.map((each: string) => [each, {}] as const)
    : Object.entries(given as Readonly<Record<string, T>>);
  return Object.fromEntries(entries) as Record<string, Partial<T>>;
}
