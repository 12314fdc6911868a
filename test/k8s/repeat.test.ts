import { render } from '../../k8s/index';
import { workshop } from './workshop';

// That `npx cdk8s synth` gives the same too is seen in test/validation/engines.test.ts.
test('rendering again gives the same bytes, whatever cdk8s is told by its environment variables', () => {
  const once = [...render(workshop)];
  process.env['CDK8S_DISABLE_SORT'] = '1';
  process.env['CDK8S_OUTDIR'] = '/nowhere';
  try {
    expect([...render(workshop)]).toEqual(once);
  } finally {
    delete process.env['CDK8S_DISABLE_SORT'];
    delete process.env['CDK8S_OUTDIR'];
  }
});
