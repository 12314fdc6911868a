import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { render } from '../../../compose/index';
import type { Platform } from '../../../platform/index';
import { freePort } from '../../support/free-port';
import { platformOf } from '../../support/platforms';
import { run, succeed } from './run';

/** Of its own, as that of the shop. */
const project = 'slipway-test-hotel';
const repository = `localhost/${project}`;

/** Which stand-in takes the place of an image: the public ones are large, and pulled from where they are kept. */
const standIns: readonly (readonly [image: RegExp, target: string])[] = [
  [/\/hotelreservation:/, 'program'],
  [/\/consul:/, 'consul'],
  [/\/all-in-one:/, 'jaeger'],
  [/\/memcached:/, 'memcached'],
  [/\/mongo:/, 'mongo'],
];

/** The rendered compose file of hotelReservation with stand-ins for its images, on a port that is free. */
export class Hotel {
  private readonly folder = mkdtempSync(join(tmpdir(), 'slipway-hotel-'));
  private port = 0;
  readonly platform: Platform;

  constructor(environment: string) {
    this.platform = platformOf('hotel-reservation', environment);
  }

  async up(): Promise<void> {
    // What an interrupted run left: the engine knows it by the name of the project.
    await run(['docker', 'compose', '--project-name', project, 'down', '--volumes']);
    for (const [, target] of standIns) {
      const words = ['docker', 'build', '--quiet', '--target', target, '--tag', `${repository}/${target}:1`, '.'];
      await succeed(words, { cwd: join(__dirname, 'hotel') });
    }
    this.port = await freePort();
    for (const [path, text] of render(this.platform))
      this.write(path, path === 'compose.yaml' ? this.changed(text) : text);
    await this.compose('up', '--detach', '--wait', '--wait-timeout', '240');
  }

  async down(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans', '--timeout', '1');
    rmSync(this.folder, { recursive: true, force: true });
    await run(['docker', 'image', 'rm', '--force', ...standIns.map(([, target]) => `${repository}/${target}:1`)]);
  }

  compose(...words: string[]): Promise<string> {
    const given = ['docker', 'compose', '--project-name', project, '-f', 'compose.yaml', '--progress', 'plain'];
    return succeed([...given, ...words], { cwd: this.folder });
  }

  /** Through the gateway, as a guest of the hotel. */
  ask(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`);
  }

  async containerOf(service: string): Promise<string> {
    return (await this.compose('ps', '--quiet', service)).trim();
  }

  private write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Images and the public port are all that is not as rendered. */
  private changed(text: string): string {
    const document = parseDocument(text);
    const { services } = document.toJS() as { services: Record<string, { image: string }> };
    for (const [name, { image }] of Object.entries(services)) {
      const found = standIns.find(([pattern]) => pattern.test(image));
      if (found !== undefined) document.setIn(['services', name, 'image'], `${repository}/${found[1]}:1`);
    }
    document.setIn(['services', 'gateway', 'ports', 0, 'published'], String(this.port));
    return String(document);
  }
}
