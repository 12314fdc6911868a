import { randomUUID } from 'node:crypto';
import { client } from './support/client';
import { inspectAll } from './support/inspect';
import { docker } from './support/run';
import { compose, containers, project, settled } from './support/shop';

describe('a shop that was taken down and started again', () => {
  it('finds its data in the volumes that stayed', async () => {
    const account = await client.register();
    const { body: order } = await client.placeOrder(await client.logIn(account), randomUUID());
    expect(await namelessVolumes()).toEqual([]);
    await compose('down');
    expect(await containers()).toEqual([]);
    const names = await docker('volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project}`);
    const kept = names.split('\n').map((name) => name.replace(`${project}_`, ''));
    expect(kept).toEqual(expect.arrayContaining(['events', 'main', 'sessions']));

    await compose('up', '--detach');
    await settled();
    const token = await client.logIn(account);
    expect(await client.order(token, order.id)).toEqual({ status: 200, body: order });
    // What was kept is not in the way of what comes.
    expect((await client.placeOrder(token, randomUUID())).status).toBe(201);
  });
});

/** Volumes that images ask for and the compose file does not name: `down` would leave them, and nothing find them again. */
async function namelessVolumes(): Promise<string[]> {
  const mounts = [...(await inspectAll()).values()].flatMap(({ Mounts }) => Mounts);
  return mounts.flatMap(({ Name = '' }) => (/^[0-9a-f]{64}$/.test(Name) ? [Name] : []));
}
