import type { Platform } from '../../platform/index';
import type { Run } from '../outcome';
import type { Place } from '../variables/answers';
import type { Child } from './child';
import type { State } from './state';

/** Where processes run: everything is on the loopback address, on a port of its own. */
export function onThisMachine(secret: Place['secret'], machine: Place['machine']): Place {
  return { host: () => '127.0.0.1', version: 'dev', namedInstances: true, secret, machine };
}

/** What everything that is started as a process shares. */
export interface Stage {
  readonly run: Run;
  /** With the ports of this machine. */
  readonly platform: Platform;
  readonly place: Place;
  readonly state: State;
  /** Stores that run, in the order of their start. */
  readonly stores: Child[];
  /** Aborted when the user asks for a stop, and by what makes it useless to go on. */
  readonly signal: AbortSignal;
  /** Stops everything for this reason. */
  readonly fail: (reason: Error) => void;
  /** Where a program's lines go; `quiet`: only when verbose. */
  line(name: string, quiet?: boolean): (text: string) => void;
}
