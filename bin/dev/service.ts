import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../../platform/index';
import { Child, type Spec } from './child';

/** Milliseconds until a service that ended is started again: doubled each time, back to the first after a good minute. */
const firstPause = 1000;
const longestPause = 30_000;
const goodRun = 60_000;

/** A service as a process: started again when it ends by itself, as containers are. */
export class RunningService {
  private child: Child | null = null;
  private pause = firstPause;
  private readonly stopped = new AbortController();
  private readonly loop: Promise<void>;

  constructor(
    readonly service: Service,
    private readonly spec: Spec,
  ) {
    this.loop = this.run();
  }

  /** SIGTERM, then as long as the description's drain allows. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.child?.stop();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      this.child = new Child(this.spec);
      const { started } = this.child;
      const ended = await this.child.ended;
      if (signal.aborted) return;
      if (Date.now() - started > goodRun) this.pause = firstPause;
      this.spec.line(`ended with ${ended}; started again in ${this.pause / 1000}s`);
      await sleep(this.pause, undefined, { signal }).catch(() => undefined);
      this.pause = Math.min(this.pause * 2, longestPause);
    }
  }
}
