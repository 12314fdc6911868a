/** Routes that differ in methods, headers and wildcards. */
export const conditionedRoutes = `
services:
  api:
    image: "api:1"
    ports: { http: 8081, beta: { number: 8082, protocol: http } }
    routes:
      - { path: /v1, sticky: { cookie: SESSION } }
      - { path: /v1, methods: [POST, PUT], rewrite: /writes }
      - { path: /v1, headers: { x-track: beta, x-group: "a b, c" }, port: beta, rewrite: /both }
      - { path: /v1, headers: { x-track: beta }, port: beta }
      - { host: "*.wild.localhost" }
      - { host: "*.wild.localhost", methods: [DELETE], port: beta }
      - { host: own.wild.localhost, path: /own }
`;

type Headers = Readonly<Record<string, string>>;

/** A request, and who answers it as what: `<port> <path>`; '' for nobody. */
export const conditionedTable: readonly [
  method: string,
  host: string,
  path: string,
  headers: Headers,
  answer: string,
][] = [
  ['GET', 'localhost', '/v1', {}, '8081 /v1'],
  ['GET', 'localhost', '/v1/x', { 'x-track': 'betas' }, '8081 /v1/x'],
  ['GET', 'localhost', '/v1/x', { 'x-track': 'beta' }, '8082 /v1/x'],
  ['GET', 'localhost', '/v1/x', { 'X-Track': 'beta', 'x-group': 'a b, c' }, '8082 /both/x'],
  ['GET', 'localhost', '/v1/x', { 'X-Track': 'beta', 'x-group': 'a b' }, '8082 /v1/x'],
  ['POST', 'localhost', '/v1', { 'x-track': 'beta', 'x-group': 'a b, c' }, '8081 /writes'],
  ['PUT', 'localhost', '/v1/7', {}, '8081 /writes/7'],
  ['DELETE', 'localhost', '/v1/7', {}, '8081 /v1/7'],
  ['GET', 'localhost', '/v2', {}, ''],
  ['GET', 'a.wild.localhost', '/x', {}, '8081 /x'],
  ['DELETE', 'A.WILD.localhost:8080', '/x', {}, '8082 /x'],
  ['GET', 'wild.localhost', '/x', {}, ''],
  ['GET', 'own.wild.localhost', '/own/1', {}, '8081 /own/1'],
  ['GET', 'own.wild.localhost', '/x', {}, ''],
  ['DELETE', 'own.wild.localhost', '/x', {}, ''],
];

/** Routes that the gateway answers by itself. */
export const answeredRoutes = String.raw`
services:
  web: { image: "web:1", ports: { http: 8081 }, routes: / }
  old:
    image: "old:1"
    routes:
      - { path: /old, redirect: { to: "https://www.example.org/a%20b", status: 301 } }
      - { path: /older, redirect: { to: "https://www.example.org:8443", status: 308 } }
      - { path: /oldest, redirect: { to: "/$new" } }
      - { path: /oldest, methods: [POST], respond: { status: 405 } }
      - { path: /gone, respond: { status: 410, body: "It \"was\" here\\nfor 5$,\n50% sure", contentType: text/html } }
`;

/** A request, and the status with the place or the text of the answer. */
export const answeredTable: readonly [method: string, path: string, status: number, answer: string][] = [
  ['GET', '/old', 301, 'https://www.example.org/a%20b'],
  ['GET', '/old/x?a=1&b=2?', 301, 'https://www.example.org/a%20b?a=1&b=2?'],
  ['GET', '/older/x', 308, 'https://www.example.org:8443/older/x'],
  ['GET', '/older?q', 308, 'https://www.example.org:8443/older?q'],
  ['GET', '/oldest?q=1', 302, '/$new?q=1'],
  ['POST', '/oldest', 405, ''],
  ['GET', '/gone/x', 410, 'It "was" here\\nfor 5$,\n50% sure'],
];

/** Routes of two services that share their requests. */
export const sharedRoutes = `
services:
  web: { image: "web:1", ports: { http: 8081 }, routes: [{ path: /, weight: 75 }, { path: /v1, weight: 100 }] }
  web-next: { image: "web:2", ports: { http: 8082 }, routes: [{ path: /, weight: 25 }, { path: /v1, weight: 0 }] }
`;

/** Services that end TLS themselves, two of them behind one public port. */
export const namedRoutes = `
services:
  a:
    image: "a:1"
    ports: { tls: { number: 8443, protocol: tcp } }
    routes: [{ port: tls, listen: 18884, tls: passthrough, host: a.localhost }, { port: tls, listen: 18885, tls: passthrough }]
  b:
    image: "b:1"
    ports: { tls: { number: 8443, protocol: tcp } }
    routes: [{ port: tls, listen: 18884, tls: passthrough, host: b.localhost }]
`;
