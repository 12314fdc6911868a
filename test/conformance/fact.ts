import type { Platform } from '../../platform/index';
import type { CdkOutput } from './outputs/cdk';
import type { ComposeOutput } from './outputs/compose';
import type { K8sOutput } from './outputs/k8s';

/** Plain data that both sides are turned into: what the model says, and what is read back from the rendered text. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * One thing that must mean the same on every output. `expected` reads nothing but the model; each reader nothing but
 * rendered text, by the target's own structure.
 */
export interface Fact {
  /** A sentence: "every container runs the image that its description names". */
  readonly title: string;
  readonly expected: (platform: Platform) => Plain;
  readonly cdk: Reader<CdkOutput>;
  readonly k8s: Reader<K8sOutput>;
  readonly compose: Reader<ComposeOutput>;
}

export type Reader<Output> = (output: Output) => Plain;
