import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from './shop';

export interface Result {
  readonly sent: number;
  /** What was no success: the status, or why there was none. */
  readonly failures: readonly string[];
  /** Requests that an instance got. */
  readonly byInstance: ReadonlyMap<Instance, number>;
}

/** Milliseconds between two looks at readiness: as a load balancer looks. */
const interval = 1000;

/**
 * Steady requests from now until `stop`, spread as a load balancer spreads them: to the instances that were ready when it
 * looked last. Nothing is tried again.
 */
export class Load {
  private readonly stopped = new AbortController();
  private readonly failures: string[] = [];
  private readonly counts = new Map<Instance, number>();
  private readonly pending = new Set<Promise<void>>();
  private readonly loops: Promise<void>[];
  private readyOnes: readonly Instance[];
  sent = 0;

  constructor(
    private readonly instances: readonly Instance[],
    perSecond: number,
    /** Gives the status of one request. */
    private readonly request: (instance: Instance, number: number) => Promise<number>,
  ) {
    this.readyOnes = instances;
    this.loops = [this.look(), this.send(perSecond)];
  }

  async stop(): Promise<Result> {
    this.stopped.abort();
    await Promise.all(this.loops);
    await Promise.all(this.pending);
    return { sent: this.sent, failures: this.failures, byInstance: this.counts };
  }

  private async look(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const answers = await Promise.all(this.instances.map(async (each) => ((await each.ready()) ? [each] : [])));
      this.readyOnes = answers.flat();
      await sleep(interval, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  /** At its times, whether answers have come or not: a slow service gets no rest. */
  private async send(perSecond: number): Promise<void> {
    const started = performance.now();
    while (!this.stopped.signal.aborted) {
      const due = ((performance.now() - started) / 1000) * perSecond;
      while (this.sent < due) this.one();
      await sleep(5);
    }
  }

  private one(): void {
    const number = this.sent;
    this.sent += 1;
    const instance = this.readyOnes[number % this.readyOnes.length];
    if (instance === undefined) {
      this.failures.push('no instance is ready');
      return;
    }
    this.counts.set(instance, (this.counts.get(instance) ?? 0) + 1);
    const asked = this.request(instance, number)
      .then((status) => {
        if (status >= 300) this.failures.push(String(status));
      })
      .catch((error: Error) => {
        this.failures.push(`${error.message}: ${String(error.cause)}`);
      })
      .finally(() => this.pending.delete(asked));
    this.pending.add(asked);
  }
}
