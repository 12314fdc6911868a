import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../io';
import { atLeast, type Finding, versionIn } from './finding';

type Env = Io['env'];
type Found = Omit<Finding, 'needed' | 'environments'>;

/** Long enough for a Docker engine that has just started. */
const patience = 10_000;

/** First line of what a program prints; undefined when it does not run. */
function ask(program: string, args: readonly string[], env: Env): string | undefined {
  const { error, status, stdout } = spawnSync(program, args, { env: { ...env }, encoding: 'utf8', timeout: patience });
  return error === undefined && status === 0 ? (stdout.trim().split('\n')[0] ?? '') : undefined;
}

function finding(name: string, version: string | undefined, ok: boolean, fix: string): Found {
  return { name, ok, found: version ?? 'not found', fix: ok ? '' : fix };
}

/** `engines` of package.json. */
export function node(): Found {
  const { version } = process;
  return finding('Node.js', version, atLeast(version, [20, 19]), 'install Node.js 20.19 or newer: https://nodejs.org');
}

/**
 * The CDK command line, as `npx cdk` would find it, and the library that templates are made with. Both must be of major 2: the
 * package aws-cdk has a release 3.0.0 that refuses the library.
 */
export function cdk(folder: string, env: Env): Found {
  const installed = packageVersion(join(folder, 'package.json'), 'aws-cdk');
  const version = installed ?? ask('cdk', ['--version'], env);
  const library = packageVersion(__filename, 'aws-cdk-lib');
  const ok = [version, library].every((each) => versionIn(each ?? '')?.[0] === 2);
  const found = version === undefined ? undefined : `${version} with aws-cdk-lib ${library ?? 'not found'}`;
  return finding('AWS CDK', found, ok, 'npm install --save-dev aws-cdk@2');
}

function packageVersion(from: string, name: string): string | undefined {
  try {
    const path = createRequire(from).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Only whether some are configured: nothing is asked of AWS. */
export function awsCredentials(env: Env): Found {
  const variable = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'].find(
    (name) => (env[name] ?? '') !== '',
  );
  const home = env['HOME'] ?? homedir();
  const file = ['credentials', 'config'].map((name) => join(home, '.aws', name)).find((path) => existsSync(path));
  const place = variable ?? file;
  return finding(
    'AWS credentials',
    place,
    place !== undefined,
    'aws configure sso, or set AWS_PROFILE; only `cdk deploy` needs them',
  );
}

export function docker(env: Env): Found {
  const version = ask('docker', ['--version'], env);
  return finding('Docker', version, version !== undefined, 'install Docker: https://docs.docker.com/get-docker/');
}

export function dockerEngine(env: Env): Found {
  const version = ask('docker', ['version', '--format', '{{.Server.Version}}'], env);
  return finding(
    'Docker engine',
    version,
    version !== undefined,
    'start Docker, and see that this user may use it: `docker info`',
  );
}

/** The Compose Specification needs version 2. */
export function compose(env: Env): Found {
  const version = ask('docker', ['compose', 'version', '--short'], env);
  const ok = atLeast(version ?? '', [2, 20]);
  return finding(
    'Docker Compose',
    version,
    ok,
    'install Docker Compose 2.20 or newer: https://docs.docker.com/compose/install/',
  );
}

export function kubectl(env: Env): Found {
  const version = ask('kubectl', ['version', '--client'], env);
  const ok = version !== undefined;
  return finding(
    'kubectl',
    version?.replace(/^Client Version: /, ''),
    ok,
    'install kubectl: https://kubernetes.io/docs/tasks/tools/',
  );
}

export function git(env: Env): Found {
  const version = ask('git', ['--version'], env);
  return finding(
    'git',
    version,
    version !== undefined,
    'install git; `slipway secrets` asks it whether a file is ignored',
  );
}
