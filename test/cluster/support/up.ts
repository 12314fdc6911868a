import { type ChildProcess, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../support/free-port';
import { clusterObjects } from './objects';
import { programFolder, startServer, until } from './programs';

export interface Cluster {
  readonly folder: string;
  readonly servers: readonly ChildProcess[];
}

declare global {
  var slipwayCluster: Cluster | undefined;
}

/** etcd, the API server, its controllers and the scheduler; kwok says of every pod that it runs. Takes ten seconds. */
export default async function up(): Promise<void> {
  const programs = programFolder();
  const folder = mkdtempSync(join(tmpdir(), 'slipway-cluster-'));
  const servers: ChildProcess[] = [];
  globalThis.slipwayCluster = { folder, servers };
  // Where the run is broken off before it takes them away.
  process.once('exit', () => {
    for (const server of servers) server.kill('SIGKILL');
  });
  const start = (name: string, ...words: string[]) => {
    servers.push(startServer(programs, name, folder, words));
  };
  const kubeconfig = join(folder, 'kubeconfig');
  const kubectl = (...words: string[]) =>
    spawnSync(join(programs, 'kubectl'), ['--kubeconfig', kubeconfig, ...words], { encoding: 'utf8' });
  const said = (name: string) => readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2000);

  const [clients, peers, secure] = [await freePort(), await freePort(), await freePort()];
  const etcd = `http://127.0.0.1:${clients}`;
  start(
    'etcd',
    ...['--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--logger', 'zap'],
    ...['--listen-client-urls', etcd, '--advertise-client-urls', etcd],
    ...[
      '--listen-peer-urls',
      `http://127.0.0.1:${peers}`,
      '--initial-advertise-peer-urls',
      `http://127.0.0.1:${peers}`,
    ],
    ...['--initial-cluster', `default=http://127.0.0.1:${peers}`],
  );

  const token = 'slipway-test';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const accountKey = file('accounts.key', privateKey);
  start(
    'kube-apiserver',
    ...['--etcd-servers', etcd, '--secure-port', String(secure), '--bind-address', '127.0.0.1'],
    ...['--endpoint-reconciler-type', 'none', '--cert-dir', join(folder, 'certificates')],
    ...['--token-auth-file', file('tokens.csv', `${token},admin,admin,system:masters\n`)],
    ...['--authorization-mode', 'RBAC', '--allow-privileged', '--service-cluster-ip-range', '10.96.0.0/16'],
    ...['--service-account-issuer', 'https://kubernetes.default.svc'],
    ...['--service-account-key-file', file('accounts.pub', publicKey)],
    ...['--service-account-signing-key-file', accountKey],
  );
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: `https://127.0.0.1:${secure}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  };
  file('kubeconfig', stringify(config));
  await until('the API server', () => kubectl('get', '--raw', '/readyz').status === 0, 120).catch((error: Error) => {
    throw new Error(`${error.message}\n${said('kube-apiserver')}`);
  });

  const alone = ['--kubeconfig', kubeconfig, '--leader-elect=false', '--secure-port', '0'];
  start('kube-controller-manager', ...alone, '--service-account-private-key-file', accountKey);
  start('kube-scheduler', ...alone);
  const stages = join(programs, 'stages');
  const configured = readdirSync(stages).flatMap((name) => ['--config', join(stages, name)]);
  start('kwok', '--kubeconfig', kubeconfig, '--manage-all-nodes=true', '--server-address', '', ...configured);

  mkdirSync(join(folder, 'objects'));
  file(
    'objects/cluster.yaml',
    clusterObjects()
      .map((object) => stringify(object))
      .join('---\n'),
  );
  for (const path of [join(programs, 'crds'), join(folder, 'objects')]) {
    // Large ones are more than the annotation of a client-side apply holds.
    const applied = kubectl('apply', '--server-side', '--filename', path);
    if (applied.status !== 0) throw new Error(applied.stderr);
  }
  await until(
    'the nodes',
    () => kubectl('wait', '--for=condition=Ready', 'nodes', '--all', '--timeout=1s').status === 0,
  );
  process.env['SLIPWAY_TEST_CLUSTER'] = JSON.stringify({ kubeconfig, programs });
}
