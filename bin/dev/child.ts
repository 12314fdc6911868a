import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program to run. */
export interface Spec {
  /** For what it prints and for messages. */
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Who runs it, where that is not the user of this process. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What asks it to stop. */
  readonly signal: NodeJS.Signals;
  /** Seconds that a stop may take before it is killed. */
  readonly grace: number;
  /** Each line that it prints. */
  readonly line: (text: string) => void;
}

/** How it ended: its exit code, or the name of the signal. */
export type Ended = number | NodeJS.Signals;

const running = new Set<ChildProcess>();

// Whatever ends this process, nothing of it goes on.
process.on('exit', () => {
  for (const child of running) killGroup(child);
});

/** What it started too: each program leads a group of its own. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

/** A program that runs. */
export class Child {
  readonly started = Date.now();
  readonly ended: Promise<Ended>;
  private readonly process: ChildProcess;
  private readonly last: string[] = [];

  constructor(private readonly spec: Spec) {
    const [program = '', ...args] = spec.command;
    this.process = spawn(program, args, {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Control-C in a terminal reaches every process of the group: here the order of a stop matters.
      detached: true,
      ...spec.user,
    });
    running.add(this.process);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (text) => this.say(text));
    }
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => {
        this.say(error.message);
        running.delete(this.process);
        resolve(127);
      });
      // As in a container: what it started ends with it. And a grandchild would keep its output open.
      this.process.once('exit', () => killGroup(this.process));
      // Not at `exit`: what it printed last may still be on its way.
      this.process.once('close', (code, signal) => {
        running.delete(this.process);
        resolve(code ?? signal ?? 'SIGKILL');
      });
    });
  }

  get name(): string {
    return this.spec.name;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  get isRunning(): boolean {
    return running.has(this.process);
  }

  /** What it printed last, for a message about its end. */
  get tail(): string {
    return this.last.join('\n');
  }

  /** Asks it to stop, and kills it when that takes too long. */
  async stop(): Promise<Ended> {
    this.process.kill(this.spec.signal);
    const late = setTimeout(() => killGroup(this.process), this.spec.grace * 1000);
    try {
      return await this.ended;
    } finally {
      clearTimeout(late);
    }
  }

  private say(text: string): void {
    this.last.push(text);
    if (this.last.length > 20) this.last.shift();
    this.spec.line(text);
  }
}

/** Runs a program that ends by itself, and says what it printed last; throws where the signal comes first, once it has stopped. */
export async function toItsEnd(
  spec: Spec,
  signal: AbortSignal,
): Promise<{ readonly ended: Ended; readonly tail: string }> {
  signal.throwIfAborted();
  const child = new Child(spec);
  const stop = () => void child.stop();
  signal.addEventListener('abort', stop);
  try {
    return { ended: await child.ended, tail: child.tail };
  } finally {
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }
}
