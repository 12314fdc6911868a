import { logIn, register } from './support/client';
import { steadyLoad } from './support/load';
import { docker, say } from './support/run';
import { composeWith, containers, type Listed, settled } from './support/shop';

/** Compose itself stops a container before it starts the next, so a second replica comes first and the old one goes then. */
describe('a new version of a service under load', () => {
  const least = 2000;
  const version = { ORDERS_VERSION: 'next' };

  const replicas = async () => (await containers()).filter(({ Service }) => Service === 'orders');
  const scale = (count: number) =>
    composeWith(version, 'up', '--detach', '--no-deps', '--no-recreate', '--scale', `orders=${count}`, 'orders');
  const versionOf = async ({ ID }: Listed) => {
    const env = await docker('inspect', '--format', '{{range .Config.Env}}{{println .}}{{end}}', ID);
    return /^SERVICE_VERSION=(.*)$/m.exec(env)?.[1];
  };

  it('takes over without a failed request', async () => {
    const token = await logIn(await register());
    const [old] = await replicas();
    const since = new Date().toISOString();
    const load = steadyLoad(token, least);
    await scale(2);
    await settled();
    const both = await replicas();
    expect(await Promise.all(both.map(versionOf))).toEqual(expect.arrayContaining(['dev', 'next']));
    // Long enough for each to answer its part.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await docker('stop', old!.ID);
    await docker('rm', old!.ID);
    await scale(1);
    const { answered, failed, seconds } = await load.end();

    say(`a new version of orders: ${failed.length} of ${answered + failed.length} requests failed in ${seconds} s`);
    say(failed.slice(0, 10).join('\n'));
    const left = await replicas();
    expect(await Promise.all(left.map(versionOf))).toEqual(['next']);
    expect(await serversOf(since)).toBeGreaterThanOrEqual(2);
    expect(answered + failed.length).toBeGreaterThanOrEqual(least);
    expect(failed).toEqual([]);
  });
});

/** How many servers of the route the gateway sent requests to, by its log. */
async function serversOf(since: string): Promise<number> {
  const gateway = (await containers()).find(({ Service }) => Service === 'gateway');
  const log = await docker('logs', '--since', since, gateway!.ID);
  return new Set([...log.matchAll(/ orders-0\/(orders-0-\d+) /g)].map(([, server]) => server)).size;
}
