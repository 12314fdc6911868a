import type {
  Description,
  EnvironmentDescription,
  GatewayDescription,
  JobDescription,
  ResourceDescription,
  ServiceDescription,
} from '../description/description';
import type { Document } from '../description/load';
import { parseCpu, parseDuration, parseMemory, parseStorage } from '../description/units';
import { at } from '../document/merge';
import { Places } from '../document/places';
import type { CatalogueServer } from '../kinds/catalogue/server';
import type { SetAside } from '../limits/acceptance';
import { nearest } from '../model/nearest';
import type { Environment, Image } from '../model/platform';
import { type Problem, printValue } from '../problems/problem';
import { architecture } from './defaults';

export type Path = readonly (string | number)[];

/** What the description says for one environment, overrides merged, with only what exists there. */
export interface Merged {
  readonly gateway: GatewayDescription;
  readonly services: Readonly<Record<string, ServiceDescription>>;
  readonly jobs: Readonly<Record<string, JobDescription>>;
  readonly resources: Readonly<Record<string, ResourceDescription>>;
  /** Members of each group, as they are written. */
  readonly meshes: Readonly<Record<string, readonly string[]>>;
  /** What the catalogue knows of a resource that is of one of its kinds. */
  readonly catalogue: ReadonlyMap<string, CatalogueServer>;
}

/** One finding of a resolver or a rule, before it has a place. */
export interface Finding {
  readonly code: string;
  readonly path: Path;
  /** The place is the key, not its value. */
  readonly key?: boolean;
  /** Shown after "is"; left out: what the description holds there, if it is short; '' shows none. */
  readonly value?: string;
  readonly rule: string;
  readonly fix: string;
  /** No reason to refuse the description. */
  readonly warning?: boolean;
}

/**
 * Ports in place of the description's, where all processes share one machine and so cannot all have 8080. What callers
 * use is then the same number.
 */
export interface MachinePorts {
  /** By service and name of the port. */
  readonly services: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly resources: Readonly<Record<string, number>>;
}

/** All that resolving one environment shares: what is asked, where it stands, and what was found wrong. */
export class Scope {
  readonly places: Places;
  readonly problems: Problem[] = [];
  /** What is no reason to refuse the description. */
  readonly warnings: Problem[] = [];
  /** What broke a rule, and the environment accepts. */
  readonly setAside: SetAside[] = [];

  constructor(
    readonly document: Document,
    readonly name: string,
    readonly given: EnvironmentDescription,
    readonly merged: Merged,
    private readonly machine: MachinePorts = { services: {}, resources: {} },
  ) {
    this.places = new Places(document.source, name);
  }

  get description(): Description {
    return this.document.description;
  }

  /** The number that one machine has for a port, where it has one of its own. */
  machinePort(kind: 'services' | 'resources', name: string, port: string): number | undefined {
    return kind === 'services' ? this.machine.services[name]?.[port] : this.machine.resources[name];
  }

  report(finding: Finding): void {
    const written = this.places.written(finding.path);
    const held = at(this.document.source.value, written);
    const plain = typeof held === 'string' || typeof held === 'number' || typeof held === 'boolean';
    const value = finding.value ?? (plain && finding.key !== true ? printValue(held) : '');
    (finding.warning === true ? this.warnings : this.problems).push({
      code: finding.code,
      file: this.document.file,
      ...this.places.locate(finding.path, finding.key),
      field: written.join('.'),
      value,
      rule: finding.rule,
      fix: finding.fix,
    });
  }

  /** Whether a name exists, but in other environments alone; if so that is said. */
  absent(path: Path, name: string): boolean {
    const given = (['services', 'jobs', 'resources'] as const).find((section) =>
      Object.hasOwn(this.description[section] ?? {}, name),
    );
    if (given === undefined || Object.hasOwn(this.merged[given], name)) return false;
    this.report({
      code: 'absent-here',
      path,
      value: '',
      rule: `names ${name}, which does not exist in environment ${this.name} (its only: leaves it out)`,
      fix: `add ${this.name} to ${given}.${name}.only, or give this again under environments.${this.name}`,
    });
    return true;
  }

  /** A name that does not exist, with the one that was probably meant. */
  unknown(code: string, path: Path, what: string, name: string, candidates: Iterable<string>): void {
    const known = [...candidates];
    const near = nearest(name, known);
    const some =
      known.length === 0 ? 'there is none in this environment' : `there are: ${known.slice(0, 8).join(', ')}`;
    this.report({
      code,
      path,
      value: '',
      rule: `names ${what} "${name}", which does not exist`,
      fix: near === undefined ? some : `did you mean "${near}"?`,
    });
  }

  memory(path: Path, text: string): number {
    return this.amount(path, parseMemory(text), 'memory above zero, such as "64Mi"');
  }

  cpu(path: Path, text: string | number): number {
    return this.amount(path, parseCpu(text), 'vCPU above zero, in steps of 0.001');
  }

  storage(path: Path, text: string): number {
    return this.amount(path, parseStorage(text), 'storage above zero, such as "20Gi"');
  }

  duration(path: Path, text: string): number {
    return this.amount(path, parseDuration(text), 'a duration such as "30s"');
  }

  /** A duration that is counted in whole seconds on every target. */
  seconds(path: Path, text: string): number {
    const value = this.duration(path, text);
    if (Number.isInteger(value)) return value;
    this.report({ code: 'whole-seconds', path, rule: 'but must be whole seconds', fix: 'round it to seconds' });
    return Math.ceil(value);
  }

  architecture(runtime: Environment['runtime'], image: Image) {
    return architecture[runtime][image.kind === 'build' ? 'build' : 'image'];
  }

  private amount(path: Path, value: number | undefined, what: string): number {
    if (value !== undefined) return value;
    this.report({ code: 'bad-amount', path, rule: `but must be ${what}`, fix: `write ${what}` });
    return 1;
  }
}
