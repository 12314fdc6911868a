import { platformOf } from '../support/platforms';
import { docker, say } from './support/run';
import { containers, type Listed } from './support/shop';

const platform = platformOf('shop', 'local');
let all: Listed[];

beforeAll(async () => {
  all = await containers();
});

function one(service: string): Listed {
  const found = all.filter((each) => each.Service === service);
  if (found.length !== 1) throw new Error(`${found.length} containers of ${service}`);
  return found[0]!;
}

async function time(of: 'StartedAt' | 'FinishedAt', { ID }: Listed): Promise<number> {
  return Date.parse(await docker('inspect', '--format', `{{.State.${of}}}`, ID));
}

describe('the shop', () => {
  const lasting = [...platform.services, ...platform.resources].map(({ name }) => name);
  const migrated = platform.services.filter(({ migrate }) => migrate !== null).map(({ name }) => name);

  it.each(lasting)('has a healthy %s', (name) => {
    const { State, Health } = one(name);
    expect([State, Health]).toEqual(['running', 'healthy']);
  });

  it('has a gateway that runs', () => {
    expect(one('gateway').State).toBe('running');
  });

  it.each(migrated)('had migrated the database of %s, with success, before it started', async (name) => {
    const migration = one(`${name}-migrate`);
    expect([migration.State, migration.ExitCode]).toEqual(['exited', 0]);
    expect(await time('StartedAt', one(name))).toBeGreaterThan(await time('FinishedAt', migration));
  });

  it('is made of images of a few megabytes', async () => {
    const sizes = await Promise.all(
      platform.services.map(async ({ name }): Promise<[string, number]> => {
        const image = await docker('inspect', '--format', '{{.Image}}', one(name).ID);
        return [name, Number(await docker('image', 'inspect', '--format', '{{.Size}}', image))];
      }),
    );
    say(`sizes of the images: ${sizes.map(([name, bytes]) => `${name} ${(bytes / 1e6).toFixed(1)} MB`).join(', ')}`);
    for (const [name, bytes] of sizes) expect([name, bytes < 60e6]).toEqual([name, true]);
  });
});
