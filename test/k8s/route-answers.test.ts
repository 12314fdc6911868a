import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { type Data, platformFrom, readBack } from './manifests';

const made = readBack(
  render(
    platformFrom(`
gateway: { port: 8443 }
services:
  old:
    image: "old:1"
    routes:
      - { path: /old, redirect: { to: "https://www.example.org/new", status: 301 } }
      - { path: /older, redirect: { to: "http://www.example.org:8080", status: 308 } }
      - { path: /oldest, headers: { x-old: "1" }, redirect: { to: /new } }
`),
  ),
);
const routes = made.filter(({ kind }) => kind === 'HTTPRoute');

it('redirects by a filter, and keeps of the request what the description does not say', () => {
  const redirects = routes
    .filter(({ metadata }) => metadata.name.startsWith('old'))
    .map(({ spec }) => spec.rules[0].filters.find(({ type }: Data) => type === 'RequestRedirect').requestRedirect);
  const path = (replaceFullPath: string) => ({ type: 'ReplaceFullPath', replaceFullPath });
  expect(redirects).toEqual([
    { scheme: 'https', hostname: 'www.example.org', port: 443, path: path('/new'), statusCode: 301 },
    { scheme: 'http', hostname: 'www.example.org', port: 8080, statusCode: 308 },
    { path: path('/new'), statusCode: 302 },
  ]);
});

it('has no backend, no policy for the gateway and no Service, but the headers of the gateway', () => {
  for (const { spec, metadata } of routes.filter((each) => each.metadata.name.startsWith('old'))) {
    expect([metadata.name, spec.rules[0].backendRefs]).toEqual([metadata.name, undefined]);
    expect(spec.rules[0].filters.map(({ type }: Data) => type)).toContain('ResponseHeaderModifier');
  }
  expect(made.filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'old')).toEqual([]);
  const admitted = made.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('old'));
  expect(JSON.stringify(admitted)).not.toContain('envoy-gateway-system');
});

it('is what the schema of the Gateway API takes, beside the way from plain HTTP', () => {
  expect(made.flatMap(({ file: _file, ...object }) => schemaProblems(object as never))).toEqual([]);
  expect(routes).toHaveLength(4);
});
