import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { client } from './client';

/** What was asked of the shop over a time, and what did not succeed. */
export interface Outcome {
  readonly answered: number;
  readonly failed: readonly string[];
  readonly seconds: number;
}

/** A second: what the orders service does on the quarter of a processor that it has. */
const rate = 50;
/** Bounds of the load, whatever happens. */
const mostAtOnce = 200;
const mostInAll = 10_000;

/**
 * Reads the user's orders, and places one every tenth time, at a steady rate until `least` requests were sent and `end` was
 * called. A request that is late does not hold up the next: users do not wait for one another.
 */
export function steadyLoad(token: string, least: number): { end: () => Promise<Outcome> } {
  const failed: string[] = [];
  const open = new Set<Promise<void>>();
  const started = Date.now();
  let [sent, answered, ending] = [0, 0, false];

  const ask = async () => {
    const writes = sent % 10 === 0;
    try {
      const answer = writes ? await client.placeOrder(token, randomUUID()) : await client.orders(token);
      if (answer.status === (writes ? 201 : 200)) answered += 1;
      else failed.push(`${writes ? 'POST' : 'GET'} ${answer.status} ${JSON.stringify(answer.body)}`);
    } catch (error) {
      // What went wrong with the connection is the cause of what fetch throws.
      failed.push(`${writes ? 'POST' : 'GET'} ${error instanceof Error ? inspect(error.cause) : error}`);
    }
  };

  const done = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if ((ending && sent >= least) || sent >= mostInAll) {
        clearInterval(timer);
        resolve();
      } else if (open.size < mostAtOnce) {
        sent += 1;
        const asked = ask().finally(() => open.delete(asked));
        open.add(asked);
      }
    }, 1000 / rate);
  });

  return {
    end: async () => {
      ending = true;
      await done;
      await Promise.all(open);
      return { answered, failed, seconds: (Date.now() - started) / 1000 };
    },
  };
}
