import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../cdk/index';
import type { Files } from '../../output/index';
import { formatProblem, loadText, type Platform, resolve } from '../../platform/index';
import { type Example, everyEnvironment, platformOf } from '../support/platforms';

/** A map of a template. */
export type Json = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Json;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default: string }>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: unknown;
}

export interface Manifest {
  readonly missing?: unknown;
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly dependencies?: readonly string[];
        readonly properties: { readonly tags?: Record<string, string>; readonly terminationProtection?: boolean };
      }
    >
  >;
}

/** What was synthesised of one environment, read back. */
export class Assembly {
  readonly manifest: Manifest;
  private readonly templates: ReadonlyMap<string, Template>;

  constructor(
    readonly platform: Platform,
    readonly files: Files,
  ) {
    this.manifest = JSON.parse(files.get('manifest.json') ?? '{}');
    const prefix = `${platform.name}-${platform.environment.name}-`;
    this.templates = new Map(
      [...files]
        .filter(([path]) => path.endsWith('.template.json'))
        .map(([path, text]) => [path.slice(prefix.length, -'.template.json'.length), JSON.parse(text)]),
    );
  }

  /** Parts of the stacks. */
  get parts(): string[] {
    return [...this.templates.keys()].sort();
  }

  template(part: string): Template {
    const template = this.templates.get(part);
    if (template === undefined) throw new Error(`no stack "${part}"; there are ${this.parts.join(', ')}`);
    return template;
  }

  /** Resources of one type in a stack. */
  all(part: string, type: string): Resource[] {
    return Object.values(this.template(part).Resources).filter((resource) => resource.Type === type);
  }

  /** The properties of the only resource of a type in a stack. */
  one(part: string, type: string): Json {
    const found = this.all(part, type);
    if (found.length !== 1) throw new Error(`${part} has ${found.length} resources of type ${type}`);
    return found[0]!.Properties;
  }

  /** Every resource: `[part, logical id, resource]`. */
  everything(): [part: string, id: string, resource: Resource][] {
    return this.parts.flatMap((part) =>
      Object.entries(this.template(part).Resources).map(([id, resource]): [string, string, Resource] => [
        part,
        id,
        resource,
      ]),
    );
  }

  /** Agreed names that a stack looks up. */
  lookups(part: string): string[] {
    return Object.values(this.template(part).Parameters ?? {})
      .map(({ Default }) => Default)
      .filter((name) => !name.startsWith('/cdk-bootstrap/'))
      .sort();
  }
}

export function assemble(platform: Platform): Assembly {
  return new Assembly(platform, render(platform));
}

/** The environment `dev` of a small description: what is given, on ECS. */
export function platformFrom(text: string, environment = ''): Platform {
  const owner = text.startsWith('owner:') ? '' : 'owner: team\n';
  const whole = `platform: small
${owner}repository: acme/small
${text}
environments:
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: small.example.com${environment} }
`;
  const { document, problems } = loadText('platform.yaml', whole);
  if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  const { platform, problems: others } = resolve(document, 'dev');
  if (platform === undefined) throw new Error(others.map(formatProblem).join('\n'));
  return platform;
}

/** Environments of the examples that run on ECS. */
export const ecsEnvironments: [Example, string][] = everyEnvironment().filter(
  ([example, environment]) => platformOf(example, environment).environment.runtime === 'ecs',
);

/** Runs something with a folder that is gone afterwards. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-test-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is at a path in a value of a template; undefined where there is nothing. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}

/** The same, of a list. */
export function list(value: unknown, ...path: readonly (string | number)[]): Json[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
