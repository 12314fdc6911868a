import type { Variable } from '../../../platform/index';
import { canonical, containersOf, mapValues, words } from '../canonical';
import type { Fact } from '../fact';

/** On Kubernetes a value that mixes a secret with text needs the secret in a variable before it. These have this prefix. */
const helper = /^SLIPWAY_/;

export const environment: Fact = {
  title: 'every container gets the variables of the model, with these values, and no other',
  expected: (platform) =>
    mapValues(containersOf(platform), ({ env }) =>
      Object.fromEntries(env.map(({ name, value }) => [name, canonical(platform, value)])),
    ),
  // A variable without a value is one that Compose passes through where it is set.
  compose: (output) =>
    mapValues(output.containers(), ({ environment: given = {} }) =>
      mapValues(given, (value, name) => value ?? words.passthrough(name)),
    ),
  k8s: (output) =>
    mapValues(output.containers(), (container) =>
      Object.fromEntries(Object.entries(output.variables(container)).filter(([name]) => !helper.test(name))),
    ),
  cdk: (output) => mapValues(output.containers(), ({ task, definition }) => output.variables(task, definition)),
};

/** The same for migrations, which run the service's image with the owner's login. */
export const migrations: Fact = {
  title: 'a migration runs its command with the variables of the service and the login of the owner',
  expected: (platform) =>
    Object.fromEntries(
      platform.services.flatMap(({ name, image, migrate }) => {
        if (migrate === null) return [];
        const { command, args, env } = migrate;
        return [
          [
            name,
            {
              image: image.kind === 'build' ? image.name : image.reference,
              command: [...command, ...args].map((word) => canonical(platform, word)),
              env: Object.fromEntries(
                env.map(({ name: variable, value }: Variable) => [variable, canonical(platform, value)]),
              ),
            },
          ],
        ];
      }),
    ),
  compose: (output) =>
    ofMigrations(output.platform, (service) => {
      const { image, entrypoint = [], command = [], environment: env = {} } = output.service(`${service}-migrate`);
      return {
        image: /^localhost\/[^/]+\/(.+):dev$/.exec(image)?.[1] ?? image,
        command: [...entrypoint, ...command],
        env: mapValues(env, (value, name) => value ?? words.passthrough(name)),
      };
    }),
  k8s: (output) =>
    ofMigrations(output.platform, (service) => {
      const [container] = output.pod(`${service}-migrate`).containers;
      const values = output.variables(container);
      return {
        image: container.image,
        command: [...(container.command ?? []), ...(container.args ?? [])].map((word: string) =>
          output.expand(word, values),
        ),
        env: Object.fromEntries(Object.entries(values).filter(([name]) => !helper.test(name))),
      };
    }),
  cdk: (output) =>
    ofMigrations(output.platform, (service) => {
      const task = output.task(`${service}-migrate`);
      const definition =
        output.definitions(task).find((each) => each.Name === `${service}-migrate`) ?? output.definitions(task)[0];
      if (definition === undefined) throw new Error(`the migration of ${service} has no container`);
      return {
        image: output.text(task.template, definition.Image).replace(/^built /, ''),
        command: [...(definition.EntryPoint ?? []), ...(definition.Command ?? [])].map((word) =>
          output.text(task.template, word),
        ),
        env: output.variables(task, definition),
      };
    }),
};

function ofMigrations<T>(platform: Parameters<Fact['expected']>[0], read: (service: string) => T): Record<string, T> {
  return Object.fromEntries(
    platform.services.filter((service) => service.migrate !== null).map(({ name }) => [name, read(name)]),
  );
}
