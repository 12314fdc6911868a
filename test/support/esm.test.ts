import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { Deployment } from 'kubernetes-models/apps/v1';

/** Packages that are ES modules only: jest.config.js and resolver.js make them load, and these show that they work. */
describe('packages that are ES modules only', () => {
  const parse = (content: string) => parseWorkflow({ name: 'ci.yml', content }, new NoOperationTraceWriter());

  it('parses a workflow', () => {
    const { context } = parse('on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n');
    expect(context.errors.getErrors()).toEqual([]);
  });

  it('refuses a workflow whose job has no runner', () => {
    const { context } = parse('on: push\njobs:\n  a:\n    steps:\n      - run: make\n');
    expect(
      context.errors
        .getErrors()
        .map((error) => error.message)
        .join('\n'),
    ).toContain('runs-on');
  });

  const deployment = (image: unknown) =>
    new Deployment({
      metadata: { name: 'users' },
      spec: {
        selector: { matchLabels: { app: 'users' } },
        template: {
          metadata: { labels: { app: 'users' } },
          spec: { containers: [{ name: 'users', image: image as string }] },
        },
      },
    });

  it('validates a manifest', () => {
    expect(() => deployment('users:1').validate()).not.toThrow();
  });

  it('refuses a manifest of the wrong shape', () => {
    expect(() => deployment(7).validate()).toThrow(/image/);
  });

  it('refuses a route of the wrong shape', () => {
    const route = new HTTPRoute({ metadata: { name: 'users' }, spec: { hostnames: ['not a host name'] } });
    expect(() => route.validate()).toThrow(/hostnames/);
  });

  it('draws a picture', async () => {
    const { renderMermaidASCII } = await import('beautiful-mermaid');
    expect(renderMermaidASCII('graph LR\n  users --> orders')).toMatch(/users.*orders/);
  });
});
