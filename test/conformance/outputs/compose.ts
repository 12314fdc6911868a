import { parse } from 'yaml';
import type { Files } from '../../../output/index';
import { addressSecret, names, type Platform, secretEntries, secretVariable } from '../../../platform/index';
import { interpolateAll } from '../../support/compose-env';
import { containersOf, roleOf, words } from '../canonical';
import type { PipelineOutput } from './pipeline';

/** One service of a compose file, as the Compose Specification spells it. Only what facts read. */
export interface ComposeService {
  readonly image: string;
  readonly build?: {
    readonly context: string;
    readonly dockerfile: string;
    readonly target?: string;
    readonly args?: Readonly<Record<string, string>>;
  };
  readonly platform?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly networks?: Readonly<Record<string, { readonly aliases?: readonly string[] }>>;
  readonly network_mode?: string;
  readonly ports?: readonly (
    | string
    | { readonly published: string; readonly target: number; readonly protocol: string; readonly host_ip?: string }
  )[];
  readonly expose?: readonly string[];
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly start_period: string;
  };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly volumes?: readonly {
    readonly type: string;
    readonly source?: string;
    readonly target: string;
    readonly volume?: { readonly nocopy?: boolean };
    readonly read_only?: boolean;
  }[];
  readonly configs?: readonly {
    readonly source: string;
    readonly target: string;
    readonly mode?: string;
  }[];
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly deploy?: {
    readonly replicas?: number;
    readonly resources: { readonly limits: Amounts; readonly reservations: Amounts };
  };
}

interface Amounts {
  readonly cpus: string;
  readonly memory: string;
}

interface Document {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes?: Readonly<Record<string, object>>;
  readonly configs?: Readonly<Record<string, { readonly content?: string; readonly file?: string }>>;
}

/** Where the official image of HAProxy reads its configuration. */
export const haproxyConfig = '/usr/local/etc/haproxy/haproxy.cfg';

const parsed = new Map<string, Document>();

/** Texts are read once. Filling in variables makes another document. */
function documentIn(text: string): Document {
  const document = parsed.get(text) ?? (parse(text) as Document);
  parsed.set(text, document);
  return document;
}

/** A rendered compose.yaml with its variables filled in by words, as `docker compose config` would fill in values. */
export class ComposeOutput {
  readonly document: Document;

  constructor(
    readonly platform: Platform,
    readonly files: Files,
    readonly pipeline: PipelineOutput,
  ) {
    const text = files.get('compose.yaml');
    if (text === undefined) throw new Error('there is no compose.yaml');
    this.document = interpolateAll(documentIn(text), environmentFile(platform));
  }

  service(name: string): ComposeService {
    const found = this.document.services[name];
    if (found === undefined) throw new Error(`compose.yaml has no service ${name}`);
    return found;
  }

  /** The services that stand for the containers of the description, by the name that facts use. */
  containers(): Record<string, ComposeService> {
    return Object.fromEntries(
      Object.keys(containersOf(this.platform)).map((key) => {
        const { owner, role, name } = roleOf(key);
        const beside = { main: '', migrate: '-migrate', init: `-${name}`, sidecar: `-${name}` }[role];
        return [key, this.service(`${owner}${beside}`)];
      }),
    );
  }

  /** The service that has the networks of another one, which is itself where nobody holds them for it. */
  holder(name: string): string {
    return /^service:(.+)$/.exec(this.service(name).network_mode ?? '')?.[1] ?? name;
  }

  /** The text of a file that a service gets, where it gets one there. */
  mountedFile(service: ComposeService, target: string): string | undefined {
    const source = service.configs?.find((each) => each.target === target)?.source;
    return source === undefined ? undefined : this.config(source);
  }

  config(name: string): string {
    const { content, file = '' } = this.document.configs?.[name] ?? {};
    const text = content ?? this.files.get(file.replace(/^\.\//, ''));
    if (text === undefined) throw new Error(`there is no config ${name}`);
    return text;
  }
}

/** What `slipway secrets` would write, with a word for each value, and what a deploy would set. */
function environmentFile(platform: Platform): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, key, variable } of secretEntries(platform)) {
    const login = words.login(name, key);
    if (login !== undefined) values[variable] = login;
    if (platform.secrets.some((secret) => secret.name === name)) values[variable] = words.secret(name, key);
  }
  for (const { image } of Object.values(containersOf(platform))) {
    if (image.kind === 'build') values[names.environmentVariable(image.name, 'version')] = words.version;
  }
  for (const { env, args, command, files } of Object.values(containersOf(platform))) {
    const texts = [...env.map(({ value }) => value), ...args, ...command, ...files.map(({ content }) => content)];
    for (const part of texts.flat()) {
      if (typeof part !== 'string' && part.kind === 'passthrough') values[part.name] = words.passthrough(part.name);
    }
  }
  for (const resource of platform.resources) {
    values[secretVariable(addressSecret(resource.name), 'host')] = words.hostOf(resource.name);
    values[secretVariable(addressSecret(resource.name), 'addresses')] = words.addressesOf(resource.name);
  }
  return values;
}
