/** A place where the description takes names: a description of two of them, in three environments. */
export interface Kind {
  readonly what: string;
  /** What the names are made of. */
  readonly signs: readonly string[];
  readonly text: (one: string, other: string) => string;
}

const environments = (accept: string) => `
environments:
  local: { runtime: compose, accept: [${accept}] }
  stg: { runtime: kubernetes, domain: example.com, accept: [${accept}] }
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: example.com, hostedZone: example.com, accept: [${accept}] }
`;
const q = (text: string) => JSON.stringify(text);
const service = (name: string, fields: string) => `  ${q(name)}: { image: "acme/a:1", ${fields} }\n`;
const whole = (services: string, rest = '') => `platform: shop\nrepository: acme/shop\nservices:\n${services}${rest}`;
const caller = (fields: string) => service('caller', fields);

const name = ['-', '--', '-1-', '1', ''];
const free = ['-', '_', '.', ''];

/** Every place that takes names of the team's choice. */
export const kinds: readonly Kind[] = [
  {
    what: 'services',
    signs: name,
    text: (a, b) =>
      whole(service(a, 'ports: { http: 80 }') + service(b, 'ports: { http: 80 }') + caller(`calls: [${a}, ${b}]`)),
  },
  {
    what: 'services with a migration, volumes and sidecars',
    signs: name,
    text: (a, b) => {
      const fields = (of: string) =>
        `uses: [main.${of}], migrate: [up], volumes: { v: { path: /v } }, sidecars: { s: { image: "acme/s:1" } }`;
      return whole(
        service(a, fields('one')) + service(b, fields('two')),
        'resources: { main: { kind: postgres, databases: [one, two] } }\n',
      );
    },
  },
  {
    what: 'jobs',
    signs: name,
    text: (a, b) =>
      whole(caller('env: { A: b }'), `jobs:\n${service(a, 'schedule: "0 0 * * 7"')}${service(b, 'command: [run]')}`),
  },
  {
    what: 'resources',
    signs: name,
    text: (a, b) =>
      whole(
        caller(`uses: [${a}, ${b}], env: { A: b }, contract: none`),
        `resources:\n  ${a}: { kind: redis }\n  ${b}: { kind: redis }\n`,
      ),
  },
  {
    what: 'databases',
    signs: ['-', '_', '--', '__', ''],
    text: (a, b) =>
      whole(
        caller(`uses: [${q(`main.${a}`)}, ${q(`main.${b}`)}], contract: none`),
        `resources:\n  main: { kind: postgres, databases: [${q(a)}, ${q(b)}] }\n`,
      ),
  },
  {
    what: 'topics',
    signs: free,
    text: (a, b) =>
      whole(
        caller(`publishes: [${q(`main.${a}`)}, ${q(`main.${b}`)}]`),
        `resources:\n  main: { kind: kafka, topics: [${q(a)}, ${q(b)}] }\n`,
      ),
  },
  {
    what: 'queues',
    signs: free,
    text: (a, b) =>
      whole(
        caller(`consumes: [${q(`main.${a}`)}, ${q(`main.${b}`)}]`),
        `resources:\n  main: { kind: rabbitmq, queues: [${q(a)}, ${q(b)}] }\n`,
      ),
  },
  {
    what: 'ports',
    signs: name,
    text: (a, b) => {
      const ports = `ports: { ${a}: { number: 81, protocol: http }, ${b}: { number: 82, protocol: http } }`;
      const routes = `routes: [{ path: /a, port: ${a} }, { path: /b, port: ${b} }]`;
      return whole(service('x', `${ports}, ${routes}`) + caller(`calls: [x.${a}, x.${b}]`));
    },
  },
  {
    what: 'aliases',
    signs: name,
    text: (a, b) => whole(service('x', `ports: { http: 80 }, aliases: [${a}, ${b}]`) + caller('calls: [x]')),
  },
  {
    what: 'sidecars',
    signs: name,
    text: (a, b) => whole(service('x', `sidecars: { ${a}: { image: "acme/s:1" }, ${b}: { image: "acme/s:1" } }`)),
  },
  {
    what: 'containers before it',
    signs: name,
    text: (a, b) => whole(service('x', `init: { ${a}: { image: "acme/s:1" }, ${b}: { image: "acme/s:1" } }`)),
  },
  {
    what: 'volumes',
    signs: name,
    text: (a, b) => whole(service('x', `volumes: { ${a}: { path: /v1 }, ${b}: { path: /v2 } }`)),
  },
  {
    what: 'writable directories',
    signs: ['-', '_', '.', '/', ''],
    text: (a, b) => whole(service('x', `writable: [${q(`/d/${a}`)}, ${q(`/d/${b}`)}]`)),
  },
  {
    what: 'files',
    signs: ['-', '_', '.', '/', ' ', ''].filter((sign) => sign !== ' '),
    text: (a, b) =>
      whole(service('x', `files: { ${q(`/e/${a}/f`)}: { content: x }, ${q(`/e/${b}/f`)}: { content: x } }`)),
  },
  {
    what: 'variables',
    signs: ['_', '__', '1', ''],
    text: (a, b) => whole(service('x', `env: { ${q(a)}: v, ${q(b)}: v }`)),
  },
  {
    what: 'secrets',
    signs: ['_', '__', '1', ''],
    text: (a, b) => whole(service('x', `secrets: [${q(a)}, ${q(b)}]`)),
  },
  {
    what: 'names of secrets',
    signs: name,
    text: (a, b) => whole(service('x', `secrets: { A: { name: ${q(a)} }, B: { name: ${q(b)} } }`)),
  },
  {
    what: 'keys of secrets',
    signs: free,
    text: (a, b) =>
      whole(
        service(
          'x',
          `readOnlyRoot: false, files: { /k/a: { secret: s, key: ${q(a)} }, /k/b: { secret: s, key: ${q(b)} } }`,
        ),
      ),
  },
  {
    what: 'paths',
    signs: ['-', '_', '.', '/', '~', ''],
    text: (a, b) =>
      whole(service('x', `ports: { http: 80 }, routes: [{ path: ${q(`/${a}`)} }, { path: ${q(`/${b}`)} }]`)),
  },
  {
    what: 'hosts',
    signs: ['-', '.', '--', ''],
    text: (a, b) =>
      whole(
        service(
          'x',
          `ports: { http: 80 }, routes: [{ path: /, host: ${q(`${a}.example.com`)} }, { path: /, host: ${q(`${b}.example.com`)} }]`,
        ),
      ),
  },
  {
    what: 'request headers',
    signs: ['-', '_', '--', ''],
    text: (a, b) =>
      whole(
        service(
          'x',
          `ports: { http: 80 }, routes: [{ path: /, headers: { ${q(a)}: v } }, { path: /b, headers: { ${q(b)}: v } }]`,
        ),
      ),
  },
  {
    what: 'response headers',
    signs: ['-', '--', ''],
    text: (a, b) =>
      whole(service('x', 'ports: { http: 80 }, routes: /'), `gateway: { headers: { ${q(a)}: v, ${q(b)}: v } }\n`),
  },
  {
    what: 'cookies',
    signs: free,
    text: (a, b) =>
      whole(
        service(
          'x',
          `ports: { http: 80 }, routes: [{ path: /a, sticky: { cookie: ${q(a)} } }, { path: /b, sticky: { cookie: ${q(b)} } }]`,
        ),
      ),
  },
  {
    what: 'meshes',
    signs: name,
    text: (a, b) =>
      whole(
        ['k', 'l', 'm', 'n'].map((each) => service(each, 'ports: { http: 80 }')).join(''),
        `meshes: { ${q(a)}: [k, l], ${q(b)}: [m, n] }\n`,
      ),
  },
];

export function describedBy(kind: Kind, one: string, other: string, accept: readonly string[]): string {
  return `${kind.text(one, other)}${environments(accept.join(', '))}`;
}
