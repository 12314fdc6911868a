import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { platformFrom, readBack } from './manifests';

const made = readBack(
  render(
    platformFrom(`
services:
  web: { image: "web:1", ports: { http: { number: 8080, as: 80 } }, routes: [{ path: /, weight: 90 }, { path: /own, weight: 7 }] }
  web-next: { image: "web:2", ports: { http: 8081 }, routes: [{ path: /, weight: 10 }] }
`),
  ),
);
const routes = made.filter(({ kind, spec }) => kind === 'HTTPRoute' && spec.rules[0].backendRefs !== undefined);

it('divides requests in one object: two with one match would not share them', () => {
  expect(routes.map(({ metadata, spec }) => [metadata.name, spec.rules[0].backendRefs])).toEqual([
    [
      'web',
      [
        { name: 'web', port: 80, weight: 90 },
        { name: 'web-next', port: 8081, weight: 10 },
      ],
    ],
    [expect.stringMatching(/^web-own/), [{ name: 'web', port: 80, weight: 7 }]],
  ]);
});

it('lets the gateway in to both, and keeps to the schema', () => {
  const admitted = made.filter(
    ({ kind, spec }) => kind === 'NetworkPolicy' && JSON.stringify(spec).includes('envoy-gateway-system'),
  );
  const names = admitted.map(({ metadata }) => metadata.name);
  expect(names.some((name) => name.startsWith('web-next'))).toBe(true);
  expect(made.flatMap(({ file: _file, ...object }) => schemaProblems(object as never))).toEqual([]);
});
