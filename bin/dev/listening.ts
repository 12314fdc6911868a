import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { exit, Failure } from '../exit';
import type { Child } from './child';
import type { Stage } from './stage';

/** Milliseconds that a store may take from its start until it takes connections, and between two tries. */
const patience = 60_000;
const pause = 50;

/** Keeps a store that was just started, waits until it takes connections on the loopback address, and watches it from then on. */
export async function listening({ stores, signal, fail }: Stage, server: Child, port: number): Promise<void> {
  const { name } = server;
  stores.push(server);
  for (;;) {
    const open = await accepts(port);
    // Another one's server may have the port.
    if (!server.isRunning) throw await lost(server);
    if (open) break;
    if (Date.now() - server.started > patience) {
      throw new Failure(exit.tool, 'store-failed', `${name} takes no connection on port ${port}: ${server.tail}`);
    }
    await sleep(pause);
    signal.throwIfAborted();
  }
  void server.ended.then(async () => fail(await lost(server)));
}

/** What needs it would go on failing. */
async function lost({ name, ended, tail }: Child): Promise<Failure> {
  const message = `${name} ended with ${await ended}${tail === '' ? '' : `: ${tail}`}`;
  return new Failure(exit.tool, 'store-failed', message, 'start it again: its data is kept');
}

/** Whether something listens there. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
