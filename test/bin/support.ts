import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Io } from '../../bin/io';
import { main } from '../../bin/main';

/** What one run of the command line did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Around {
  readonly stdin?: string;
  readonly env?: Io['env'];
  /** Whether stdout, stderr and stdin are a terminal. */
  readonly terminal?: boolean;
}

/** Runs the command line in this process. */
export async function slipway(
  argv: readonly string[],
  { stdin, env = {}, terminal = false }: Around = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const tty = terminal ? { isTTY: true, columns: 100 } : {};
  const io: Io = {
    stdin: Object.assign(Readable.from(stdin === undefined ? [] : [stdin]), { isTTY: terminal }) as Io['stdin'],
    stdout: { write: (text) => (out += text), ...tty },
    stderr: { write: (text) => (err += text), ...tty },
    env: { PATH: process.env['PATH'], ...env },
  };
  const code = await main(argv, io);
  return { code, out, err };
}

/** The one document that `--json` prints. */
export async function slipwayJson<T>(
  argv: readonly string[],
  around: Around = {},
): Promise<Ran & { document: Envelope<T> }> {
  const ran = await slipway([...argv, '--json'], around);
  return { ...ran, document: JSON.parse(ran.out) as Envelope<T> };
}

export interface Envelope<T> {
  readonly schemaVersion: number;
  readonly command: string;
  readonly ok: boolean;
  readonly environment: string | null;
  readonly problems: readonly { code: string; line: number; rule: string; fix: string; environments: string[] }[];
  readonly result: T;
}

/** A small platform on every kind of target that needs no SDK of a cloud. */
export const small = `platform: small
repository: acme/small
services:
  api:
    image: ghcr.io/acme/api:1
    ports: { http: 8080 }
    routes: /api
    calls: [mailer]
    uses: [main.api]
    env: { GREETING: hello }
    secrets: [API_KEY]
  mailer:
    image: ghcr.io/acme/mailer:1
    ports: { grpc: 9090 }
    scale: 1
resources:
  main: { kind: postgres, databases: [api] }
environments:
  edge:
    runtime: kubernetes
    domain: edge.small.example.com
    services: { mailer: { scale: 3 } }
  local:
    runtime: compose
`;

const folders: string[] = [];

/** An empty folder that is gone after the tests. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'slipway-bin-'));
  folders.push(made);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  return made;
}

afterAll(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

/** A folder with a description, and with what it builds; gives the path of the description. */
export function described(text = small, files: Readonly<Record<string, string>> = {}): string {
  return join(folder({ 'platform.yaml': text, ...dockerfiles(text), ...files }), 'platform.yaml');
}

/** A Dockerfile for each folder that a description builds. */
export function dockerfiles(text: string): Record<string, string> {
  const contexts = [...text.matchAll(/\bbuild: (?:\{ context: )?([\w./-]+)/g)].map(([, context = '']) => context);
  return Object.fromEntries(contexts.map((context) => [join(context, 'Dockerfile'), 'FROM scratch\n']));
}

/** Every file below a folder with its text. */
export function tree(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}
