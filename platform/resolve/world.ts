import type { Access, Environment, Gateway, Part, Port, Resource, Route, Use } from '../model/platform';
import type { Path, Scope } from './scope';

/** What can be referred to in one environment. */
export interface World {
  readonly scope: Scope;
  readonly platform: string;
  readonly environment: Environment;
  readonly gateway: Gateway;
  readonly routes: readonly Route[];
  readonly services: ReadonlyMap<string, { readonly ports: readonly Port[] }>;
  readonly resources: ReadonlyMap<string, Resource>;
}

/** A workload as its edges see it. */
export interface Edges {
  readonly calls: readonly { readonly service: string; readonly ports: readonly string[] }[];
  readonly uses: readonly Use[];
  readonly publishes: readonly Part[];
  readonly consumes: readonly Part[];
}

/** Whose text is being resolved. */
export interface Self {
  readonly kind: 'service' | 'job' | 'resource';
  readonly name: string;
  readonly path: Path;
  readonly edges: Edges;
  readonly ports: readonly Port[];
  /** MiB. */
  /** MiB; 0: none. */
  readonly memoryLimit: number;
}

export const noEdges: Edges = { calls: [], uses: [], publishes: [], consumes: [] };

/** Rights that a workload has when it does not say: somebody must make the tables. */
export function usualAccess(kind: Self['kind'], migrates: boolean): Access {
  return kind === 'job' || migrates ? 'write' : 'owner';
}
