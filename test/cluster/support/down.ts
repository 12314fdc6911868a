import { rmSync } from 'node:fs';

/** Each server that this run started, the API server before its store. */
export default async function down(): Promise<void> {
  const cluster = globalThis.slipwayCluster;
  if (cluster === undefined) return;
  const running = cluster.servers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(
    [...running].reverse().map(
      (server) =>
        new Promise<void>((resolve) => {
          server.once('exit', () => resolve());
          // Nothing of it is kept.
          server.kill('SIGKILL');
        }),
    ),
  );
  rmSync(cluster.folder, { recursive: true, force: true });
}
