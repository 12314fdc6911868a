import { join } from 'node:path';
import { parse } from 'yaml';
import { render } from '../../compose/index';
import { formatProblem, type Loaded, load, loadText, type Platform, resolve } from '../../platform/index';

/** The platform of `workshop.yaml`, which shows every feature that compose.yaml shows in a way of its own. */
export function workshop(environment = 'local'): Platform {
  return resolved(load(join(__dirname, 'workshop.yaml'), 'nowhere'), environment);
}

/** A small platform: the text of services, jobs and resources, resolved for an environment `local`. */
export function platformFrom(text: string, environment = 'runtime: compose'): Platform {
  return resolved(
    loadText('platform.yaml', `platform: small\n${text}\nenvironments: { local: { ${environment} } }\n`),
    'local',
  );
}

function resolved({ document, problems }: Loaded, environment: string): Platform {
  if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  const result = resolve(document, environment);
  if (result.platform === undefined) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.platform;
}

/** What the tests read of a service. */
export interface Service {
  image: string;
  build?: { context: string; dockerfile: string; target?: string; args?: Record<string, string> };
  depends_on?: Record<string, { condition: string }>;
  volumes?: { type: string; source: string; target: string; read_only?: boolean; volume?: { nocopy: boolean } }[];
  configs?: { source: string; target: string; mode?: string }[];
  environment?: Record<string, string | null>;
  ports?: { host_ip: string; target: number; published: string; protocol: string }[];
  networks?: Record<string, { aliases?: string[] }>;
  network_mode?: string;
  command?: string[];
  entrypoint?: string[];
  restart: string;
  healthcheck?: { test: string[]; interval: string; timeout: string; retries: number; start_period: string };
  labels?: Record<string, string>;
  user?: string;
  cap_add?: string[];
  cap_drop: string[];
  deploy: {
    replicas?: number;
    resources: Record<'limits' | 'reservations', { cpus: string; memory: string }>;
  };
  expose?: string[];
  hostname?: string;
  platform?: string;
  profiles?: string[];
  read_only: boolean;
  security_opt: string[];
  stop_grace_period?: string;
  sysctls?: Record<string, string>;
  tmpfs?: string[];
  ulimits?: Record<string, { soft: number; hard: number }>;
}

export interface Document {
  name: string;
  services: Record<string, Service>;
  networks: Record<string, { internal: boolean; ipam?: { config: { subnet: string }[] } }>;
  volumes?: Record<string, object>;
  configs?: Record<string, { file?: string; content?: string }>;
}

export interface Output {
  readonly text: string;
  readonly document: Document;
  readonly files: ReadonlyMap<string, string>;
  readonly service: (name: string) => Service;
}

/** Rendered and read back. */
export function output(platform: Platform, options?: Parameters<typeof render>[1]): Output {
  const files = render(platform, options);
  const text = files.get('compose.yaml');
  if (text === undefined) throw new Error('there is no compose.yaml');
  const document = parse(text) as Document;
  const service = (name: string): Service => {
    const found = document.services[name];
    if (found === undefined) throw new Error(`no service "${name}" among ${Object.keys(document.services).join(', ')}`);
    return found;
  };
  return { text, document, files, service };
}
