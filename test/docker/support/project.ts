import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { render } from '../../../compose/index';
import { images } from '../../../platform/index';
import { platformFrom } from '../../compose/workshop';
import { docker, run, succeed } from './run';

/** A description of one environment, rendered and started by Docker Compose; its services run an image of this project alone. */
export interface Project {
  readonly name: string;
  /** Builds the image and starts everything. */
  up(): Promise<void>;
  /** Takes all of it away: containers, volumes, networks, image. */
  down(): Promise<void>;
  compose(...words: string[]): Promise<string>;
  /** What a shell command prints in a running container, as its user. */
  inside(service: string, script: string): Promise<string>;
  idOf(service: string): Promise<string>;
}

/** BusyBox at /app/busybox, whatever else the image has. */
export const busybox = '/app/busybox';

/** `describe`: the description, of the name of the image. `more`: lines of the Dockerfile, between its two stages and at its end, and values of secrets. */
export function projectOf(
  name: string,
  describe: (image: string) => string,
  more: {
    readonly tools?: readonly string[];
    readonly image?: readonly string[];
    readonly secrets?: Readonly<Record<string, string>>;
  } = {},
): Project {
  const image = `localhost/${name}:1`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const compose = (...words: string[]) =>
    succeed(['docker', 'compose', '--project-name', name, '-f', 'compose.yaml', '--progress', 'plain', ...words], {
      cwd: folder,
      env: { ...process.env, ...more.secrets },
    });
  return {
    name,
    compose,
    async up() {
      const input = [
        `FROM ${images.busybox} AS tools`,
        ...(more.tools ?? []),
        'FROM scratch',
        `COPY --from=tools /bin/busybox ${busybox}`,
        ...(more.image ?? []),
      ].join('\n');
      await succeed(['docker', 'build', '--quiet', '--tag', image, '-'], { input });
      for (const [path, content] of render(platformFrom(describe(image)))) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      await compose('up', '--detach');
    },
    async down() {
      await compose('down', '--volumes', '--remove-orphans');
      await run(['docker', 'image', 'rm', '--force', image]);
      rmSync(folder, { recursive: true, force: true });
    },
    inside: async (service, script) => (await compose('exec', '-T', service, busybox, 'sh', '-ec', script)).trim(),
    idOf: async (service) => (await compose('ps', '--all', '--quiet', service)).trim(),
  };
}

/** Addresses of a container, by the network without the name of its project. */
export async function addressesOf(project: Project, service: string): Promise<Record<string, string>> {
  const text = await docker('inspect', '--format', '{{json .NetworkSettings.Networks}}', await project.idOf(service));
  const networks = JSON.parse(text) as Record<string, { readonly IPAddress: string }>;
  return Object.fromEntries(
    Object.entries(networks).map(([name, { IPAddress }]) => [name.replace(`${project.name}_`, ''), IPAddress]),
  );
}

/** Asks again and again, for a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('waited for a minute');
    await sleep(500);
  }
}
