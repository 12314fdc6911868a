import type { Files } from '../../../output/index';
import type { Platform } from '../../../platform/index';
import type { Fact, Plain } from '../fact';
import { CdkOutput } from './cdk';
import { ComposeOutput } from './compose';
import { K8sOutput } from './k8s';

/** One rendered output, ready to answer facts. */
export type Rendered =
  | { readonly kind: 'cdk'; readonly output: CdkOutput }
  | { readonly kind: 'k8s'; readonly output: K8sOutput }
  | { readonly kind: 'compose'; readonly output: ComposeOutput };

const kinds = { ecs: 'cdk', kubernetes: 'k8s', compose: 'compose' } as const;

/** Renders the output of an environment's runtime and reads it back. */
export async function rendered(platform: Platform): Promise<Rendered> {
  const { runtime } = platform.environment;
  if (runtime === 'eks' || runtime === 'swarm') throw new Error(`nothing renders ${runtime}`);
  const kind = kinds[runtime];
  const files: Files = await (await import(`../../../${kind}/index`)).render(platform);
  if (kind === 'cdk') return { kind, output: new CdkOutput(platform, files) };
  if (kind === 'k8s') return { kind, output: new K8sOutput(platform, files) };
  return { kind, output: new ComposeOutput(platform, files) };
}

export function answer(fact: Fact, from: Rendered): Plain {
  switch (from.kind) {
    case 'cdk':
      return fact.cdk(from.output);
    case 'k8s':
      return fact.k8s(from.output);
    case 'compose':
      return fact.compose(from.output);
  }
}
