import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { exit, Failure } from '../exit';
import type { Child } from './child';

/** Milliseconds that a store may take from its start until it takes connections, and between two tries. */
const patience = 60_000;
const pause = 50;

/** Waits until a store takes connections on the loopback address. */
export async function listening(server: Child, name: string, port: number): Promise<void> {
  while (!(await accepts(port))) {
    if (!server.isRunning) {
      throw new Failure(exit.tool, 'store-failed', `${name} ended with ${await server.ended}: ${server.tail}`);
    }
    if (Date.now() - server.started > patience) {
      throw new Failure(exit.tool, 'store-failed', `${name} takes no connection on port ${port}: ${server.tail}`);
    }
    await sleep(pause);
  }
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
