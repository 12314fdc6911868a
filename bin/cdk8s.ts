import { endOnInterrupt } from './interrupt';
import { processIo } from './io';
import { main } from './main';

/**
 * For `npx cdk8s synth`, which names this program in cdk8s.yaml and its output folder in CDK8S_OUTDIR: what
 * `slipway synth k8s` writes, for every environment that runs on Kubernetes.
 */
const { CDK8S_OUTDIR: out = 'cdk8s.out' } = process.env;

endOnInterrupt();
void main(['synth', 'k8s', '--out', out], processIo()).then((code) => {
  process.exitCode = code;
});
