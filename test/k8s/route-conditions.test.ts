import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { type Data, platformFrom, readBack } from './manifests';

const objects = (routes: string, gateway = '') =>
  readBack(
    render(
      platformFrom(
        `${gateway}services: { web: { image: "web:1", ports: { http: 8080, beta: { number: 8081, protocol: http } }, routes: [${routes}] } }`,
      ),
    ),
  );
const made = objects(
  [
    '{ path: /v1 }',
    '{ path: /v1, methods: [PUT, POST, POST] }',
    '{ path: /v1, headers: { X-Track: beta, x-group: "a b" }, port: beta }',
    '{ path: /v1, headers: { X-Track: gamma }, port: beta }',
    '{ host: "*.example.com" }',
  ].join(', '),
);
const rules = made
  .filter(({ kind, spec }) => kind === 'HTTPRoute' && spec.rules[0].backendRefs !== undefined)
  .map(({ spec }) => spec.rules[0]);

it('makes a match of each method, and of all headers together', () => {
  const path = { type: 'PathPrefix', value: '/v1' };
  const matches = rules.map((rule: Data) => rule.matches).filter(([match]: Data) => match.path.value === '/v1');
  expect(matches).toEqual(
    expect.arrayContaining([
      [{ path }],
      [
        { path, method: 'POST' },
        { path, method: 'PUT' },
      ],
      [
        {
          path,
          headers: [
            { type: 'Exact', name: 'x-group', value: 'a b' },
            { type: 'Exact', name: 'x-track', value: 'beta' },
          ],
        },
      ],
    ]),
  );
});

it('has an object and a name for each of them, as the schema of the Gateway API takes it', () => {
  const routes = made.filter(({ kind }) => kind === 'HTTPRoute');
  expect(new Set(routes.map(({ metadata }) => metadata.name)).size).toBe(6);
  expect(made.flatMap(({ file: _file, ...object }) => schemaProblems(object as never))).toEqual([]);
});

it('has a listener for a wildcard, and none of its own for a domain without routes that the wildcard takes', () => {
  const listeners = (list: typeof made) =>
    list.find(({ kind }) => kind === 'Gateway')?.spec.listeners.map(({ hostname }: Data) => hostname);
  expect(listeners(made)).toEqual(['shop.example.com', '*.example.com', undefined]);
  expect(listeners(objects('{ host: "*.example.com" }'))).toEqual(['*.example.com', undefined]);
  expect(listeners(objects('{ host: "*.example.net" }'))).toEqual(['shop.example.com', '*.example.net', undefined]);
});

it('has a rule of a wildcard in a plain Ingress', () => {
  const ingress = objects('/, { host: "*.shop.example.com" }', 'gateway: { kind: ingress }\n').find(
    ({ kind }) => kind === 'Ingress',
  );
  expect(ingress?.spec.rules.map(({ host }: Data) => host)).toEqual(['shop.example.com', '*.shop.example.com']);
  expect(ingress?.spec.tls[0].hosts).toEqual(['shop.example.com', '*.shop.example.com']);
});
