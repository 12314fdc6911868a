import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { render as renderWorkflows } from '../../../ci/index';
import { render } from '../../../k8s/index';
import { type Platform, secretEntries } from '../../../platform/index';
import { described } from '../../ci/described';
import { type Ended, Stage } from '../../validation/support/stage';
import { pathOf } from './programs';

// biome-ignore lint/suspicious/noExplicitAny: objects are read back as the plain data that they are
export type Data = any;

/** How a person applies one file. */
export const applied = 'kubectl apply --server-side --force-conflicts --field-manager slipway';

function cluster(): { readonly kubeconfig: string; readonly programs: string } {
  return JSON.parse(process.env['SLIPWAY_TEST_CLUSTER'] ?? '{}');
}

/** One description, deployed again and again into the cluster by the scripts that the kit renders. */
export class Deployment {
  private readonly stage = new Stage([]);
  private current: Platform | undefined;

  /** Writes what is rendered of the environment `stg`, or of the only one. */
  use(given: string | Platform): this {
    const platform = typeof given === 'string' ? described(given)[0]! : given;
    this.current = platform;
    rmSync(join(this.stage.checkout, this.manifests), { recursive: true, force: true });
    for (const [path, text] of render(platform)) this.stage.file(`${this.manifests}/${path}`, text);
    // No container runs: what is not there in a minute does not come.
    for (const [path, text] of renderWorkflows([platform]))
      this.stage.file(path, text.replaceAll('--timeout 15m', '--timeout 60s'));
    return this;
  }

  get manifests(): string {
    return `dist/${this.platform.environment.name}/k8s`;
  }

  get namespace(): string {
    return this.platform.environment.namespace;
  }

  private get platform(): Platform {
    if (this.current === undefined) throw new Error('no description is in use');
    return this.current;
  }

  /** One script of the pipeline. */
  script(name: string): Ended {
    return this.stage.script(name, this.variables());
  }

  /** The secrets that a person would have put there. */
  private fillSecrets(): void {
    this.bash(`if [ -f base/namespace.yaml ]; then ${applied} --filename base/namespace.yaml; fi`);
    for (const name of new Set(secretEntries(this.platform).map((entry) => entry.name))) {
      const keys = secretEntries(this.platform).filter((entry) => entry.name === name);
      this.kubectl('create', 'secret', 'generic', name, ...keys.map(({ key }) => `--from-literal=${key}=x`));
    }
  }

  /** As the pipeline deploys, once images are there. */
  deploy(): Ended {
    this.fillSecrets();
    const namespace = this.script('require-secrets');
    if (namespace.status !== 0) return namespace;
    const migrated = this.script('migrate-cluster');
    return migrated.status === 0 ? this.script('apply-cluster') : migrated;
  }

  /** Deploys, and fails with what the scripts said. */
  deployed(given: string | Platform): this {
    const { status, output } = this.use(given).deploy();
    if (status !== 0) throw new Error(output);
    return this;
  }

  /** A command of a person, in the folder of the manifests. */
  bash(command: string): Ended {
    return this.stage.inline(`cd ${this.manifests}\n${command}`, this.variables());
  }

  /** The commands that kustomization.yaml gives, in order. */
  commands(): string[] {
    const { status, output } = this.bash('cat kustomization.yaml');
    if (status !== 0) throw new Error(output);
    return [...output.matchAll(/^# {3}((?:kubectl|bash) .+)$/gm)].map(([, command = '']) => command);
  }

  kubectl(...words: string[]): Ended {
    const { kubeconfig, programs } = cluster();
    const given = ['--kubeconfig', kubeconfig, '--namespace', this.namespace, ...words];
    const { status, stdout, stderr } = spawnSync(join(programs, 'kubectl'), given, { encoding: 'utf8' });
    return { status, output: `${stdout}${stderr}` };
  }

  /** `kind/name` as the API server has it, or null. */
  read(target: string): Data {
    const { output } = this.kubectl('get', target, '--output', 'json', '--ignore-not-found', '--show-managed-fields');
    return output.trim() === '' ? null : JSON.parse(output);
  }

  list(kind: string): Data[] {
    return JSON.parse(this.kubectl('get', kind, '--output', 'json').output).items;
  }

  /** Takes away all of it. */
  remove(): void {
    if (this.current !== undefined) this.kubectl('delete', 'namespace', this.namespace, '--wait=false');
    this.stage.remove();
  }

  private variables(): Record<string, string> {
    const { kubeconfig, programs } = cluster();
    const { name, namespace, registry } = this.platform.environment;
    return {
      PATH: pathOf(programs),
      KUBECONFIG: kubeconfig,
      ENVIRONMENT: name,
      ENVIRONMENT_FILE: `.github/slipway/environments/${name}.json`,
      MANIFESTS: this.manifests,
      NAMESPACE: namespace,
      REGISTRY: registry,
    };
  }
}
