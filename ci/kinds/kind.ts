import type { Credential, Store, Workload } from '../../platform/index';

/** How a kind of store stands beside the tests of a pull request, as a service container of the runner. */
export interface TestStore<S extends Store> {
  /** Port that the container opens on the runner: its usual one. */
  readonly port: number;
  /** Command in the container that ends well once the server answers. */
  readonly health: string;
  readonly env: Readonly<Record<string, string>>;
  /** Start of the names of variables of the contract that concern it and hold no address. */
  readonly prefix: string;
  /** Lists of what prepares the server, empty ones too. Texts are made unique and sorted, whatever images join theirs. */
  readonly setup: (stores: readonly S[], of: SetupFor<S>) => Readonly<Record<string, readonly unknown[]>>;
  /**
   * Bash that prepares the server: `lines <list>` prints a list of `setup`, `$SETUP` holds all as JSON, and a variable named
   * after the kind holds the id of the container.
   */
  readonly script: string;
}

/** What of a workload its tests have: the stores, and the variables that lead to them. */
export type Tested = Pick<Workload, 'uses' | 'publishes' | 'consumes' | 'env'>;

export interface SetupFor<S extends Store> {
  readonly workloads: readonly Tested[];
  readonly logins: (store: S) => readonly Credential[];
}

/** Password of every login. The servers live as long as one job and listen on its runner alone. */
export const testPassword = 'test';
