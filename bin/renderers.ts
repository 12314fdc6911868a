import { limits as cdkLimits } from '../cdk/limits';
import { limits as ciLimits } from '../ci/limits';
import { limits as composeLimits } from '../compose/limits';
import { limits as k8sLimits } from '../k8s/limits';
import type { Files } from '../output/index';
import type { Limit, Platform, Runtime } from '../platform/index';
import type { Output } from './options';

/** The outputs of one environment, by its runtime. Workflows (`ci`) are made of all environments together. */
export const outputsOf: Readonly<Record<Runtime, readonly Exclude<Output, 'ci'>[]>> = {
  ecs: ['cdk'],
  eks: ['cdk', 'k8s'],
  kubernetes: ['k8s'],
  compose: ['compose'],
  swarm: ['compose'],
};

/** What no output of a runtime can express; the lists load no SDK. */
export const limits: readonly Limit[] = [...cdkLimits, ...k8sLimits, ...composeLimits, ...ciLimits];

/** Where an output will stand. */
export interface Standing {
  /** From its folder to that of the description, with forward slashes. */
  readonly root: string;
}

type Renderer = (platform: Platform, standing: Standing) => Promise<Files>;

/** Renders one output of one environment. Its SDK is loaded when it is asked for. */
export const renderers: Readonly<Record<Exclude<Output, 'ci'>, Renderer>> = {
  cdk: async (platform) => (await import('../cdk/index.js')).render(platform),
  k8s: async (platform) => (await import('../k8s/index.js')).render(platform),
  compose: async (platform, { root }) => (await import('../compose/index.js')).render(platform, { root }),
};

/** Renders the workflows of all environments. */
export async function renderWorkflows(platforms: readonly Platform[]): Promise<Files> {
  return (await import('../ci/index.js')).render(platforms);
}
