import { parse, parseAllDocuments } from 'yaml';
import type { Files } from '../../../output/index';
import { addressSecret, type Platform } from '../../../platform/index';
import { containersOf, roleOf, words } from '../canonical';
import type { PipelineOutput } from './pipeline';

/** A manifest as Kubernetes spells it. Only what facts read has a type. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are read back as the plain data that they are
  readonly spec: any;
  readonly data?: Readonly<Record<string, string>>;
  readonly automountServiceAccountToken?: boolean;
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentVariable[];
  readonly ports?: readonly {
    /** Of a range only the first has one. */
    readonly name?: string;
    readonly containerPort: number;
    readonly hostPort?: number;
    readonly protocol: string;
  }[];
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly livenessProbe?: ProbeSpec;
  readonly readinessProbe?: ProbeSpec;
  readonly startupProbe?: ProbeSpec;
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly securityContext: {
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly readOnlyRootFilesystem: boolean;
    readonly allowPrivilegeEscalation: boolean;
    readonly capabilities: { readonly add?: readonly string[]; readonly drop: readonly string[] };
  };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly readOnly?: boolean;
  }[];
  readonly restartPolicy?: string;
}

export interface ProbeSpec {
  readonly httpGet?: {
    readonly path: string;
    readonly port: number | string;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly grpc?: { readonly port: number; readonly service?: string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly exec?: { readonly command: readonly string[] };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

export interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName: string }[];
}

interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly configMapKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

const parsed = new Map<string, readonly Manifest[]>();

/** Texts are read once: most are the same where one of them is changed. Every reader gets objects of its own. */
function manifestsIn(text: string): Manifest[] {
  const known = parsed.get(text);
  if (known !== undefined) return known.map((each) => structuredClone(each));
  const found = parseAllDocuments(text).flatMap((document): Manifest[] => document.toJS() ?? []);
  parsed.set(text, found);
  return found;
}

/** Rendered manifests, read back. */
export class K8sOutput {
  readonly manifests: readonly Manifest[];
  private replaced: Kustomization['images'];
  private readonly paths = new Map<Manifest, string>();

  constructor(
    readonly platform: Platform,
    readonly files: Files,
    readonly pipeline: PipelineOutput,
  ) {
    for (const [path, text] of files) {
      if (!path.endsWith('.yaml') || path.endsWith('kustomization.yaml')) continue;
      for (const manifest of manifestsIn(text)) this.paths.set(manifest, path);
    }
    this.manifests = [...this.paths.keys()];
  }

  /** The folder that a manifest is applied with: '' for what keeps running. */
  folderOf(manifest: Manifest): string {
    return this.paths.get(manifest)?.split('/').slice(0, -1).join('/') ?? '';
  }

  kustomization(folder: string): Kustomization {
    const text = this.files.get(`${folder === '' ? '' : `${folder}/`}kustomization.yaml`);
    if (text === undefined) throw new Error(`there is no kustomization in "${folder}"`);
    return parse(text) as Kustomization;
  }

  /** Images that are replaced, wherever manifests name them. */
  replacedImages(): readonly { readonly name: string; readonly newName: string }[] {
    const text = this.files.get('images/kustomization.yaml');
    this.replaced ??= text === undefined ? [] : ((parse(text) as Kustomization).images ?? []);
    return this.replaced;
  }

  all(kind: string): Manifest[] {
    return this.manifests.filter((each) => each.kind === kind);
  }

  find(kind: string, name: string): Manifest | undefined {
    return this.manifests.find((each) => each.kind === kind && each.metadata.name === name);
  }

  /** The object that makes the pods of a service, a job or a store. */
  controller(name: string): Manifest {
    const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'];
    const found = this.manifests.find(
      (each) => kinds.includes(each.kind) && each.metadata.labels?.['app.kubernetes.io/name'] === name,
    );
    if (found === undefined) throw new Error(`nothing makes pods of ${name}`);
    return found;
  }

  pod(name: string): Manifest['spec'] {
    const { kind, spec } = this.controller(name);
    return (kind === 'CronJob' ? spec.jobTemplate.spec : spec).template.spec;
  }

  /** The pod that a container of the description runs in. */
  podOf(key: string): Manifest['spec'] {
    const { owner, role } = roleOf(key);
    return this.pod(role === 'migrate' ? `${owner}-migrate` : owner);
  }

  /** The containers that stand for those of the description, by the name that facts use. */
  containers(): Record<string, ContainerSpec> {
    return Object.fromEntries(
      Object.keys(containersOf(this.platform)).map((key) => {
        const { name } = roleOf(key);
        const pod = this.podOf(key);
        const list: ContainerSpec[] = [...(pod.initContainers ?? []), ...pod.containers];
        const found = list.find((each) => each.name === name);
        if (found === undefined) throw new Error(`no container ${key}`);
        return [key, found];
      }),
    );
  }

  /** Variables with what they refer to filled in, in the order in which the kubelet does it: only earlier ones count. */
  variables(container: ContainerSpec): Record<string, string> {
    const values: Record<string, string> = {};
    for (const variable of container.env ?? []) values[variable.name] = this.valueOf(variable, values);
    return values;
  }

  /** A text with `$(NAME)` filled in. `$$(` stands for `$(`. */
  expand(text: string, values: Readonly<Record<string, string>>): string {
    return text.replaceAll(/\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name: string | undefined) =>
      name === undefined ? '$' : (values[name] ?? whole),
    );
  }

  private valueOf({ value, valueFrom }: EnvironmentVariable, known: Readonly<Record<string, string>>): string {
    if (valueFrom?.secretKeyRef !== undefined)
      return this.secretWord(valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key);
    if (valueFrom?.configMapKeyRef?.optional === true) return words.passthrough(valueFrom.configMapKeyRef.key);
    const path = valueFrom?.fieldRef?.fieldPath;
    if (path === "metadata.labels['app.kubernetes.io/version']") return words.version;
    if (path === 'metadata.name') return words.instance('name');
    if (path === 'status.podIP') return words.instance('ip');
    if (value === undefined) throw new Error(`a variable has no value that a fact knows: ${JSON.stringify(valueFrom)}`);
    return this.expand(value, known);
  }

  private secretWord(name: string, key: string): string {
    const resource = this.platform.resources.find((each) => addressSecret(each.name) === name);
    if (resource !== undefined)
      return key === 'addresses' ? words.addressesOf(resource.name) : words.hostOf(resource.name);
    return words.login(name, key) ?? words.secret(name, key);
  }
}
