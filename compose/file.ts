/**
 * What a compose.yaml holds of the Compose Specification, as far as Slipway writes it. Names of keys are the target's.
 *
 * A plain string is meant as it stands: `written` doubles its dollar signs. A `Template` is text that Compose fills in
 * from the environment file: `${MAIN_ORDERS_PASSWORD:?...}`.
 */
export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, ComposeNetwork>>;
  readonly volumes: Readonly<Record<string, Record<string, never>>>;
  readonly configs: Readonly<Record<string, ComposeConfig>>;
}

/** Text with `${...}` for Compose to fill in; everything else in it is escaped already. */
export class Template {
  constructor(readonly text: string) {}
}

export type Value = string | Template;

export interface ComposeService {
  readonly image: Value;
  readonly build?: ComposeBuild;
  readonly depends_on?: Readonly<Record<string, Dependency>>;
  readonly volumes?: readonly Mount[];
  readonly configs?: readonly {
    readonly source: string;
    readonly target: string;
    /** Octal. */
    readonly mode?: string;
  }[];
  /** null: passed on from where Compose runs, only where it is set there. */
  readonly environment?: Readonly<Record<string, Value | null>>;
  /** A text is a range: `127.0.0.1:50000-50100:50000-50100/udp`. */
  readonly ports?: readonly (PublishedPort | string)[];
  readonly networks?: Readonly<Record<string, { readonly aliases?: readonly string[] }>>;
  readonly network_mode?: string;
  readonly command?: readonly Value[];
  readonly entrypoint?: readonly Value[];
  readonly restart?: string;
  readonly healthcheck?: Healthcheck;
  readonly labels?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly deploy?: Deploy;
  readonly expose?: readonly string[];
  readonly hostname?: string;
  readonly platform?: string;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly stop_signal?: string;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly tmpfs?: readonly string[];
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
}

export interface ComposeBuild {
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
}

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface Dependency {
  readonly condition: Condition;
}

export interface Mount {
  readonly type: 'volume' | 'bind';
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly volume?: { readonly nocopy: boolean };
  /** Otherwise Docker makes a folder of root's where nothing is. */
  readonly bind?: { readonly create_host_path: boolean };
}

export interface PublishedPort {
  readonly host_ip: string;
  readonly target: number;
  readonly published: string;
  readonly protocol: 'tcp' | 'udp';
}

export interface Healthcheck {
  readonly test: readonly Value[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
}

export interface Deploy {
  readonly replicas?: number;
  readonly resources: {
    readonly limits?: { readonly cpus?: string; readonly memory?: string };
    readonly reservations: { readonly cpus?: string; readonly memory?: string };
  };
}

export interface ComposeNetwork {
  /** Without a way out of the machine and into it. */
  readonly internal: boolean;
  readonly ipam?: { readonly config: readonly { readonly subnet: string }[] };
}

export type ComposeConfig =
  /** Mounted from a file beside compose.yaml, as it is. */
  | { readonly file: string }
  /** Filled in by Compose and copied into the container when it is made. */
  | { readonly content: Value };

/** A value as Compose reads it: in plain text `$` stands for itself only when it is doubled. */
export function written(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (value instanceof Template) return value.text;
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner)]));
}
