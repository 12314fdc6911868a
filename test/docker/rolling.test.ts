import { client } from './support/client';
import { steadyLoad } from './support/load';
import { docker, say } from './support/run';
import { compose, composeWith, containers, type Listed, settled } from './support/shop';

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

  /** As a user would, by hand. */
  const replace = async (old: Listed) => {
    await scale(2);
    await settled();
    expect(await Promise.all((await replicas()).map(versionOf))).toEqual(expect.arrayContaining(['dev', 'next']));
    // Long enough for each to answer its part.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const stopping = Date.now();
    await docker('stop', old.ID);
    const stopped = Date.now();
    await docker('rm', old.ID);
    await scale(1);
    return { stopping, stopped };
  };

  afterAll(async () => {
    await compose('up', '--detach', '--no-deps', 'orders');
    await settled();
  });

  it('takes over without a failed request', async () => {
    const token = await client.logIn(await client.register());
    const [old] = await replicas();
    const since = new Date().toISOString();
    const load = steadyLoad(token, least);
    const { stopping, stopped } = await replace(old!).catch(async (error) => {
      await load.end();
      throw error;
    });
    const { answered, failed, seconds } = await load.end();

    say(`a new version of orders: ${failed.length} of ${answered + failed.length} requests failed in ${seconds} s`);
    const left = await replicas();
    expect(await Promise.all(left.map(versionOf))).toEqual(['next']);
    const asked = await askedBy(since);
    expect(new Set(asked.map(({ server }) => server)).size).toBeGreaterThanOrEqual(2);
    // It listens for five seconds after it has said that it stops: that it gets nothing then is the doing of the gateway.
    const last = Math.max(...asked.filter(({ server }) => server === asked[0]?.server).map(({ time }) => time));
    expect(stopped - stopping).toBeGreaterThan(5000);
    expect(last - stopping).toBeLessThan(4000);
    expect(answered + failed.length).toBeGreaterThanOrEqual(least);
    expect(failed).toEqual([]);
  });
});

/** The requests to the service, by the gateway's log: when they came, and to which replica they went. */
async function askedBy(since: string): Promise<{ time: number; server: string }[]> {
  const gateway = (await containers()).find(({ Service }) => Service === 'gateway');
  const log = await docker('logs', '--since', since, gateway!.ID);
  const line = /\[(\d+)\/(\w+)\/(\d+):(\S+)\] gateway orders-0\/(orders-0-\d+) /g;
  return [...log.matchAll(line)].map(([, day, month, year, time, server = '']) => {
    return { time: Date.parse(`${day} ${month} ${year} ${time} UTC`), server };
  });
}
