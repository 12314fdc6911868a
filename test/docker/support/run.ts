import { spawn } from 'node:child_process';

export interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever that is. */
export function run(words: readonly string[], { cwd, env = process.env, input }: Options = {}): Promise<Ended> {
  const [program = '', ...args] = words;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin?.end(input);
  });
}

/** Runs a program that must end well, and gives what it printed. */
export async function succeed(words: readonly string[], options?: Options): Promise<string> {
  const { code, stdout, stderr } = await run(words, options);
  if (code === 0) return stdout;
  throw new Error(`${words.join(' ')} ended with ${code}\n${stdout}\n${stderr.split('\n').slice(-60).join('\n')}`);
}

export async function docker(...words: string[]): Promise<string> {
  return (await succeed(['docker', ...words])).trim();
}

/** What a run is asked for besides its outcome: figures. Not by console, to which Jest adds a stack trace. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
