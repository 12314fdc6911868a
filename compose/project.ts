import type { Platform } from '../platform/index';
import type { ComposeConfig, ComposeFile, ComposeService, Value } from './file';
import { projectName } from './names';
import type { Networks } from './networks';

/** The file while it is made: each part of the platform adds what it needs. */
export class Project {
  private readonly services = new Map<string, ComposeService>();
  private readonly volumes = new Set<string>();
  private readonly configs = new Map<string, ComposeConfig>();
  /** Beside compose.yaml, by their path. */
  readonly files = new Map<string, string>();

  constructor(
    readonly platform: Platform,
    readonly networks: Networks,
    /** From the folder of compose.yaml to that of the description, without a slash at the end. */
    readonly root: string,
  ) {}

  add(name: string, service: ComposeService): void {
    if (this.services.has(name)) throw new Error(`two services of the compose file are named "${name}"`);
    this.services.set(name, service);
  }

  volume(name: string): string {
    this.volumes.add(name);
    return name;
  }

  /**
   * A file for a container. What is known now lies beside compose.yaml and is mounted; what Compose must fill in stands in
   * compose.yaml itself, and so does what is copied to have a mode.
   */
  config(name: string, content: Value, copied: boolean): string {
    if (typeof content === 'string' && !copied) {
      const path = `files/${name}`;
      this.files.set(path, content);
      this.configs.set(name, { file: `./${path}` });
    } else {
      this.configs.set(name, { content });
    }
    return name;
  }

  has(volume: string): boolean {
    return this.volumes.has(volume);
  }

  toFile(): ComposeFile {
    return {
      name: projectName(this.platform),
      services: sorted(this.services),
      networks: this.networks.definitions,
      volumes: sorted(new Map([...this.volumes].map((name) => [name, {}]))),
      configs: sorted(this.configs),
    };
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([one], [other]) => (one < other ? -1 : 1)));
}
