import type { Text, Variable } from './values';
import type { Architecture } from './words';

export type Image =
  | {
      readonly kind: 'build';
      /** Name of the image in the registry; shared by workloads that share a build. */
      readonly name: string;
      /** Folder, relative to the description. */
      readonly context: string;
      /** Relative to the context. */
      readonly dockerfile: string;
      /** Stage of a multi-stage Dockerfile; '' for the last. */
      readonly target: string;
      readonly args: Readonly<Record<string, string>>;
      /**
       * Builds the program without a container, in the context, with `{out}` for the file to write; empty: as Go teams lay
       * out their code. No output has it: it is for `slipway dev --processes`.
       */
      readonly command: readonly string[];
    }
  | { readonly kind: 'reference'; readonly reference: string };

export interface Amount {
  /** What is reserved. */
  readonly request: number;
  /** The most; 0: no limit but that of the machine or the task. */
  readonly limit: number;
}

/** Numbers, which need no file of users in the image. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A directory that the container may write, gone with the container. */
export interface Writable {
  readonly path: string;
  readonly medium: 'disk' | 'memory';
  /** MiB. */
  readonly size: number;
}

/** Storage that outlives the container. */
export interface Volume {
  readonly name: string;
  readonly path: string;
  /** GiB. */
  readonly size: number;
}

/** A volume of a workload or server, which a container of another, or one beside its own, reads. */
export interface Mounted {
  /** Directory in the container. */
  readonly path: string;
  readonly owner: string;
  readonly volume: string;
}

/** A file or folder of the machine that the container runs on. */
export interface HostPath {
  /** In the container. */
  readonly path: string;
  /** On the machine. */
  readonly from: string;
  readonly readOnly: boolean;
}

export interface ConfigFile {
  /** Absolute path in the container. */
  readonly path: string;
  readonly content: Text;
  readonly secret: boolean;
  /** Four octal digits; '' : as the target makes it, for its user to read. */
  readonly mode: string;
}

/** What every container has: services, jobs, sidecars, init containers, container resources. */
export interface Container {
  readonly name: string;
  readonly image: Image;
  readonly architecture: Architecture;
  /** Replaces the image's entry point; empty: the image's own. */
  readonly command: readonly Text[];
  /** Replaces the image's arguments; empty: the image's own. */
  readonly args: readonly Text[];
  /** Sorted by name. */
  readonly env: readonly Variable[];
  /** Sorted by path. */
  readonly files: readonly ConfigFile[];
  /** Thousandths of a vCPU. */
  readonly cpu: Amount;
  /** MiB. */
  readonly memory: Amount;
  /** null: the image's own, whoever that is. */
  readonly user: User | null;
  readonly readOnlyRoot: boolean;
  /** Sorted by path. */
  readonly writable: readonly Writable[];
  /** Sorted by name. */
  readonly volumes: readonly Volume[];
  /** Volumes that it reads and does not write. Sorted by path. */
  readonly mounts: readonly Mounted[];
  /** Sorted by path. */
  readonly hostPaths: readonly HostPath[];
  /** Added to an empty set: `NET_BIND_SERVICE`. */
  readonly capabilities: readonly string[];
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly sysctls: Readonly<Record<string, string>>;
}

export interface Probe {
  readonly action:
    | { readonly kind: 'http'; readonly path: string; readonly headers: Readonly<Record<string, string>> }
    | { readonly kind: 'grpc'; readonly service: string }
    | { readonly kind: 'tcp' }
    | { readonly kind: 'command'; readonly command: readonly string[] };
  /** Name of the port; '' for a command. */
  readonly port: string;
  /** Number of the port; 0 for a command. */
  readonly number: number;
  /** Seconds before the first try. */
  readonly delay: number;
  readonly interval: number;
  readonly timeout: number;
  /** Tries in a row that must fail. */
  readonly failures: number;
}

export interface Health {
  /** The description says it: what nobody said may go unasked where a target cannot ask. */
  readonly given: boolean;
  /** Restart when it fails. */
  readonly liveness: Probe | null;
  /** No traffic while it fails. */
  readonly readiness: Probe | null;
  /** Seconds that a start may take before liveness counts. */
  readonly startup: number;
}

/** deregistration < preStop + shutdown < grace. All seconds. */
export interface Drain {
  /** How long the load balancer goes on sending to a target that leaves. */
  readonly deregistration: number;
  /** Wait between leaving the endpoints and SIGTERM. */
  readonly preStop: number;
  /** What the server may use to finish requests after SIGTERM. */
  readonly shutdown: number;
  /** When the container is killed. */
  readonly grace: number;
}
