import type { Platform, Postgres } from '../../platform/index';
import { platformOf } from '../support/platforms';

/** Everything that SQL, a shell or psql could take for its own. */
export const password = (credential: string) => `it's "${credential}" \\ $HOME :x %s`;

export function storeOf(platform: Platform): Postgres {
  return platform.resources.find((each): each is Postgres => each.kind === 'postgres')!;
}

/** Two services of an example under other names, so that each test has its own databases and roles on the one server. */
export function part(example: 'shop' | 'coffeeshop', services: readonly [string, string], suffix: string): Platform {
  const platform = platformOf(example, 'local');
  const kept = [...services, ...platform.jobs.map((job) => job.name), ''];
  const named = JSON.stringify(platform, (key, value: unknown) => {
    if (key === 'databases')
      return (value as Postgres['databases'])
        .filter((database) => kept.includes(database.service))
        .map((database) => ({
          ...database,
          name: `${database.name}_${suffix}`,
          database: `${database.name}_${suffix}`,
        }));
    const ours =
      ['part', 'owner', 'user'].includes(key) && typeof value === 'string' && value !== '' && value !== 'postgres';
    return ours ? `${value}_${suffix}` : value;
  });
  const all = JSON.parse(named) as Platform;
  return {
    ...all,
    name: `${all.name}-${suffix}`,
    services: all.services.filter((service) => kept.includes(service.name)),
    credentials: all.credentials.filter((credential) => kept.includes(credential.workload)),
  };
}
