import { environments, kubernetes, platform, resource, service, used } from '../cases/describe';
import { testBounds } from './bound';

const letters = (count: number) => 'x'.repeat(count);
const ports = 'ports: { http: 8080 }';

describe('names at their longest', () => {
  testBounds([
    {
      code: 'name-length',
      what: 'the name of a platform',
      text: (value) => service('').replace('platform: shop', `platform: ${value}`),
      passes: [letters(20)],
      fails: [letters(21)],
    },
    {
      code: 'name-length',
      what: 'the name of an environment',
      text: (value) => environments(`${value}: { runtime: compose }`),
      passes: [letters(12)],
      fails: [letters(13)],
    },
    {
      code: 'name-length',
      what: 'the name of a service',
      text: (value) => platform(`services: { ${value}: { build: api } }`),
      passes: [letters(40)],
      fails: [letters(41)],
    },
    {
      code: 'name-length',
      what: 'the name of a job',
      text: (value) => platform(`jobs: { ${value}: { build: api } }`),
      passes: [letters(40)],
      fails: [letters(41)],
    },
    {
      code: 'name-length',
      what: 'the name of a resource',
      text: (value) =>
        platform(`services: { api: { build: a, uses: [${value}] } }\nresources: { ${value}: { kind: redis } }`),
      passes: [letters(24)],
      fails: [letters(25)],
    },
    {
      code: 'name-length',
      what: 'the name of a sidecar',
      text: (value) => service(`sidecars: { ${value}: { image: "proxy:1" } }`),
      passes: [letters(40)],
      fails: [letters(41)],
    },
    {
      code: 'name-length',
      what: 'the name of a volume',
      text: (value) => service(`volumes: { ${value}: { path: /data } }`),
      passes: [letters(40)],
      fails: [letters(41)],
    },
    {
      code: 'name-length',
      what: 'the name of a port',
      text: (value) => service(`ports: { ${value}: { number: 8080, protocol: http } }`),
      passes: [letters(15)],
      fails: [letters(16)],
    },
    {
      code: 'name-length',
      what: 'an alias',
      text: (value) => service(`aliases: [${value}]`),
      passes: [letters(63)],
      fails: [letters(64)],
    },
    {
      code: 'name-length',
      what: 'the name of a database',
      text: (value) => used(`uses: [main.${value}]`, `kind: postgres\ndatabases: [${value}]`),
      passes: [letters(40)],
      fails: [letters(41)],
    },
    {
      code: 'name-length',
      what: 'the name of a topic',
      text: (value) => used(`consumes: [main.${value}]`, `kind: kafka\ntopics: [${value}]`),
      passes: [letters(200)],
      fails: [letters(201)],
    },
    {
      code: 'name-length',
      what: 'the name of a queue',
      text: (value) => used(`consumes: [main.${value}]`, `kind: rabbitmq\nqueues: [${value}]`),
      passes: [letters(200)],
      fails: [letters(201)],
    },
    {
      code: 'name-length',
      what: 'the path of a route',
      text: (value) => service(`${ports}\nroutes: [{ path: /${value} }]`),
      passes: [letters(125)],
      fails: [letters(126)],
    },
    {
      code: 'name-length',
      what: 'the path of a route in short',
      text: (value) => service(`${ports}\nroutes: /${value}`),
      passes: [letters(125)],
      fails: [letters(126)],
    },
    {
      code: 'name-length',
      what: 'the host of a route',
      text: (value) => service(`${ports}\nroutes: [{ host: ${letters(60)}.${letters(60)}.${value} }]`),
      passes: [letters(6)],
      fails: [letters(7)],
    },
    {
      code: 'name-length',
      what: 'a part of a domain',
      text: (value) => service('', `runtime: kubernetes\ndomain: ${value}.example.com`),
      passes: [letters(63)],
      fails: [letters(64)],
    },
    {
      code: 'name-length',
      what: 'a part of the host of a server elsewhere',
      text: (value) => resource(`kind: redis\nprovider: external\nexternal: { host: ${value}.example.com }`),
      passes: [letters(63)],
      fails: [letters(64)],
    },
    {
      code: 'name-length',
      what: 'a namespace',
      text: (value) => service('', `${kubernetes}\nnamespace: ${value}`),
      passes: [letters(63)],
      fails: [letters(64)],
    },
  ]);
});
