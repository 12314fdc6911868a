import { documentOf, type Example, examples, platformOf } from '../support/platforms';
import { type Data, Deployment } from './support/deployment';

const onKubernetes = (Object.keys(examples) as Example[]).flatMap((example) =>
  documentOf(example)
    .environments.map((name) => platformOf(example, name))
    .filter(({ environment }) => environment.runtime === 'kubernetes')
    .map((platform) => [`${platform.name} in ${platform.environment.name}`, platform] as const),
);

test('some of the examples run on Kubernetes', () => {
  expect(onKubernetes.length).toBeGreaterThan(3);
});

describe.each(onKubernetes)('%s', (_title, platform) => {
  const deployment = new Deployment();
  afterAll(() => deployment.remove());
  const generations = () =>
    ['deployments', 'statefulsets', 'daemonsets', 'services', 'networkpolicies', 'configmaps'].flatMap((kind) =>
      deployment
        .list(kind)
        .map(({ metadata }: Data) => `${kind}/${metadata.name} ${metadata.uid} ${metadata.generation ?? ''}`),
    );

  it('is taken by the API server and comes up, and is the same when it is deployed again', () => {
    deployment.deployed(platform);
    const before = generations();
    expect(before.length).toBeGreaterThan(10);
    deployment.deployed(platform);
    expect(generations()).toEqual(before);
  });
});
