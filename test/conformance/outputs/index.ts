import type { Files } from '../../../output/index';
import type { Platform } from '../../../platform/index';
import type { Fact, Plain } from '../fact';
import { CdkOutput } from './cdk';
import { ComposeOutput } from './compose';
import { K8sOutput } from './k8s';
import { PipelineOutput } from './pipeline';

export type OutputKind = 'cdk' | 'k8s' | 'compose';

/** The texts of one environment, and those of the workflows of its description. */
export interface Rendered {
  readonly kind: OutputKind;
  readonly platform: Platform;
  readonly files: Files;
  readonly pipeline: Files;
}

const kinds = { ecs: 'cdk', kubernetes: 'k8s', compose: 'compose' } as const;

/** Renders the output of an environment's runtime. */
export async function renderOutput(platform: Platform): Promise<{ readonly kind: OutputKind; readonly files: Files }> {
  const { runtime } = platform.environment;
  if (runtime === 'eks' || runtime === 'swarm') throw new Error(`nothing renders ${runtime}`);
  const kind = kinds[runtime];
  return { kind, files: await (await import(`../../../${kind}/index`)).render(platform) };
}

/** Renders the workflows of all environments of a description. */
export async function renderPipeline(all: readonly Platform[]): Promise<Files> {
  return (await import('../../../ci/index.js')).render(all);
}

/** The workflows of one description are the same for each of its environments. */
const pipelines = new WeakMap<readonly Platform[], Files>();

/** Both, for one environment of a description. */
export async function render(platform: Platform, all: readonly Platform[]): Promise<Rendered> {
  const pipeline = pipelines.get(all) ?? (await renderPipeline(all));
  pipelines.set(all, pipeline);
  return { platform, ...(await renderOutput(platform)), pipeline };
}

/** Rendered texts, ready to answer facts: nothing is kept of what rendered them. */
export interface Read {
  readonly kind: OutputKind;
  readonly ask: (fact: Fact) => Plain;
}

/** Reads rendered texts back. */
export function readBack({ kind, platform, files, pipeline }: Rendered): Read {
  const workflows = new PipelineOutput(pipeline);
  switch (kind) {
    case 'cdk': {
      const output = new CdkOutput(platform, files, workflows);
      return { kind, ask: (fact) => fact.cdk(output) };
    }
    case 'k8s': {
      const output = new K8sOutput(platform, files, workflows);
      return { kind, ask: (fact) => fact.k8s(output) };
    }
    case 'compose': {
      const output = new ComposeOutput(platform, files, workflows);
      return { kind, ask: (fact) => fact.compose(output) };
    }
  }
}
