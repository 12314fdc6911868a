import { type Case, compose, ecs, job, platform, production, resource, service, used } from './describe';

const http = 'ports: { http: 8080 }';
const key = (letters: string) => letters.repeat(4);
/** In pieces, so that nobody takes this file for one with secrets. */
const awsKey = `AKIA${'IOSFODNN7EXAMPLE'}`;
const random = `${'aB3dE5gH'}${'jK2mN4pQ'}${'rS6tU8vW'}${'xY9zA1bC'}${'cD7fF0hJ'}${'qLwMzNyP'}`;

/** Order, health, scale, sizes, variables, mounts. */
export const workloadCases: readonly Case[] = [
  // order
  {
    title: 'services that wait for one another',
    text: platform(
      'services:\n  a: { build: a, ports: { http: 1080 }, after: [b] }\n  b: { build: b, ports: { http: 1080 }, after: [c] }\n  c: { build: c, ports: { http: 1080 }, after: { a: <<start-cycle>>started } }',
    ),
  },
  { title: 'a service that waits for itself', text: service(`${http}\nafter: [<<start-cycle>>api]`) },
  {
    title: 'a service that waits for a schedule',
    text: platform(
      'services: { api: { build: api, after: [<<after-condition>>report] } }\njobs: { report: { build: api, schedule: "0 3 * * *" } }',
    ),
  },
  {
    title: 'a service that waits until another ends',
    text: platform(
      'services:\n  api: { build: api, after: { web: <<after-condition>>completed } }\n  web: { build: web, ports: { http: 8080 } }',
    ),
  },
  {
    title: 'a service that waits for the health of a worker',
    text: platform('services:\n  api: { build: api, after: [<<after-condition>>web] }\n  web: { build: web }'),
  },
  {
    title: 'a service that waits for the health of a job',
    text: platform(
      'services: { api: { build: api, after: { seed: <<after-condition>>healthy } } }\njobs: { seed: { build: api } }',
    ),
  },
  // health
  {
    title: 'a try that outlasts its interval',
    text: service(`${http}\nhealth: { http: /, timeout: <<health-timeout>>30s }`),
  },
  {
    title: 'an interval shorter than the usual try',
    text: service(`${http}\nhealth: { liveness: { http: /, interval: <<health-timeout>>2s }, readiness: / }`),
  },
  {
    title: 'a first try after the start must be over',
    text: service(`${http}\nhealth: { http: /, delay: <<health-delay>>30s, startup: 20s }`),
  },
  { title: 'health over UDP', text: service('ports: { udp: 53 }\nhealth: { http: /, port: <<probe-protocol>>udp }') },
  {
    title: 'plain HTTP at a gRPC server',
    text: service('ports: { grpc: 9090 }\nhealth: { readiness: { http: /, port: <<probe-protocol>>grpc } }'),
  },
  {
    title: 'a health check that takes no time',
    text: service(`${http}\nhealth: { http: /, timeout: <<zero-duration>>0s }`),
  },
  {
    title: 'a request that may take no time',
    text: service(`${http}\nroutes: [{ path: /, timeout: <<zero-duration>>0s }]`),
  },
  { title: 'a job that is stopped at once', text: job('timeout: <<zero-duration>>0s') },
  {
    title: 'a migration that is stopped at once',
    text: service('migrate: { command: [/app], timeout: <<zero-duration>>0s }'),
  },
  // scale
  { title: 'fewest above most', text: service('scale: { min: <<scale-bounds>>5, max: 3 }') },
  { title: 'a target without room', text: service('scale: { min: 2, max: 2, cpu: <<scale-without-room>>60 }') },
  { title: 'a target without a most', text: service('scale: { cpu: <<scale-without-room>>60 }') },
  { title: 'nobody to measure', text: service('scale: { min: <<scale-from-zero>>0, max: 5 }') },
  { title: 'a lag of nothing', text: service('scale: { min: 1, max: 5, lag: <<lag-without-consumes>>100 }') },
  { title: 'requests of a worker', text: service('scale: { min: 1, max: 5, requests: <<requests-without-port>>100 }') },
  // sizes
  {
    title: 'a request above its limit',
    text: service(
      'cpu: { request: <<request-above-limit>>1, limit: 0.5 }\nmemory: { request: <<request-above-limit>>1Gi, limit: 512Mi }',
    ),
  },
  {
    title: 'a request above its limit in a sidecar',
    text: service(
      'sidecars: { proxy: { image: "envoy:1", memory: { request: <<request-above-limit>>1Gi, limit: 512Mi } } }',
    ),
  },
  {
    title: 'a volume that nobody has',
    text: platform(
      'services:\n  api: { build: api, volumes: { uploads: { path: /out } } }\n  web: { build: web, mounts: { /in: <<unknown-volume>>api.upload } }',
    ),
  },
  {
    title: 'a volume of its own from elsewhere',
    text: service('volumes: { uploads: { path: /out } }\nmounts: { /in: <<unknown-volume>>api.uploads }'),
  },
  {
    title: 'a volume of another where a file is',
    text: platform(
      'services:\n  api: { build: api, volumes: { uploads: { path: /out } } }\n  web: { build: web, mounts: { /in: api.uploads }, writable: [<<mount-twice>>/in] }',
    ),
  },
  {
    title: 'two of what may not run twice',
    text: service('update: recreate\nscale: <<recreate-replicas>>2'),
  },
  {
    title: "an image's own user in production",
    text: service('user: <<image-user>>image', `${compose}${production}`),
  },
  {
    title: 'a private file of whoever an image says',
    text: service('user: image\nfiles: { /etc/a/key: { content: x, mode: <<file-mode-user>>"0600" } }'),
  },
  {
    title: 'a root file system that is kept and read-only',
    text: service('writable: keep\nreadOnlyRoot: <<writable-keep>>true'),
  },
  { title: 'less memory than a container needs', text: service('memory: <<memory-too-low>>4Mi') },
  { title: 'more CPU than Fargate has', text: service('<<fargate-size>>cpu: 17', ecs) },
  {
    title: 'more memory than Fargate has, with a sidecar',
    text: service('<<fargate-size>>memory: 100Gi\nsidecars: { proxy: { image: "envoy:1", memory: 21Gi } }', ecs),
  },
  {
    title: 'a directory in memory larger than all of it',
    text: service('memory: 64Mi\nwritable: [{ path: /tmp, medium: memory, size: <<writable-above-memory>>128Mi }]'),
  },
  // variables
  {
    title: 'a variable from env and secrets',
    text: service('env: { API_KEY: "" }\nsecrets: [<<variable-given-twice>>API_KEY]'),
  },
  {
    title: 'a variable from secrets and the machine',
    text: service('secrets: { API_URL: {} }\npassthrough: [HOME_URL, <<variable-given-twice>>API_URL]'),
  },
  {
    title: 'a variable of a migration that is a secret of its service',
    text: service('secrets: [API_KEY]\nmigrate: { command: [/app], env: { <<variable-given-twice>>API_KEY: "" } }'),
  },
  {
    title: 'a variable that ECS sets',
    text: service('env: { <<reserved-variable>>ECS_CONTAINER_METADATA_URI_V4: http://localhost }'),
  },
  { title: "a variable of Slipway's own", text: service('passthrough: [<<reserved-variable>>SLIPWAY_MAIN]') },
  {
    title: 'a secret that one makes and one sets',
    text: platform(
      'services:\n  api: { build: api, secrets: { API_KEY: { name: key } } }\n  web: { build: web, secrets: { <<secret-source>>KEY: { name: key, generate: true } } }',
    ),
  },
  {
    title: 'a secret named like a login',
    text: used(
      'uses: [main.users]\n    secrets: { <<secret-name>>KEY: { name: main-api } }',
      'kind: postgres\ndatabases: [users]',
    ),
  },
  {
    title: 'a secret with the variable of a login',
    text: used(
      'uses: [main.users]\n    secrets: { <<secret-name>>KEY: { name: main-api-password } }',
      'kind: postgres\ndatabases: [users]',
    ),
  },
  // plaintext-secret
  { title: 'a password', text: service('env: { DB_PASSWORD: <<plaintext-secret>>hunter2 }') },
  { title: 'a password of digits', text: service('env: { DB_PASSWORD: <<plaintext-secret>>12345 }') },
  {
    title: 'a token of a sidecar',
    text: service('sidecars: { proxy: { image: "envoy:1", env: { AUTH_TOKEN: <<plaintext-secret>>abc } } }'),
  },
  {
    title: 'a password in a URL',
    text: service('env: { STORE: <<plaintext-secret>>"redis://app:hunter2@cache:6379/0" }'),
  },
  { title: 'a key of AWS', text: service(`env: { NOTE: <<plaintext-secret>>"use ${awsKey}" }`) },
  {
    title: 'a private key',
    text: service(
      `files: { /etc/key.pem: { content: <<plaintext-secret>>"-----BEGIN ${'EC PRIVATE'} KEY-----\\nMHc" } }`,
    ),
  },
  { title: 'a random text', text: service(`env: { SIGNER: <<plaintext-secret>>${random} }`) },
  { title: 'a password in an argument', text: job('command: [/app, <<plaintext-secret>>--db-password=hunter2]') },
  {
    title: 'a token in a build argument',
    text: service('x: y').replace(
      'build: api\n    x: y',
      `build: { context: api, args: { NPM_TOKEN: <<plaintext-secret>>${key('abcd')} } }`,
    ),
  },
  {
    title: 'a password of a migration',
    text: service('migrate: { command: [/app], env: { DB_PASSWORD: <<plaintext-secret>>hunter2 } }'),
  },
  {
    title: 'a password of a container',
    text: resource(
      'kind: container\nimage: mysql:9.4\nports: { tcp: 3306 }\nenv: { MYSQL_ROOT_PASSWORD: <<plaintext-secret>>root }',
    ),
  },
  // logins
  {
    title: 'two logins that come out the same',
    text: platform(
      'services:\n  c: { build: c, uses: [a-b.x] }\n  <<login-twice>>b-c: { build: b, uses: [a.y] }\nresources:\n  a-b: { kind: postgres, databases: [x] }\n  a: { kind: postgres, databases: [y] }',
    )
      .replace('  c: {', '  <<login-twice>>c: {')
      .replace('<<login-twice>>b-c', 'b-c'),
  },
  {
    title: 'a service named like the migration of another',
    text: platform(
      'services:\n  api: { build: a, uses: [main.x], migrate: [/app] }\n  <<login-twice>><<user-twice>>api-migrate: { build: b, uses: [main.y] }\nresources:\n  main: { kind: postgres, databases: [x, y] }',
    ),
  },
  {
    title: 'a user that is the administrator',
    text: platform(
      'services:\n  <<user-twice>>postgres: { build: b, uses: [main.y] }\nresources:\n  main: { kind: postgres, databases: [y] }',
    ),
  },
  {
    title: 'a user that Redis has by itself',
    text: platform(
      'services:\n  <<login-twice>><<user-twice>>admin: { build: b, uses: [main] }\nresources:\n  main: { kind: redis }',
    ),
  },
  // mounts
  {
    title: 'a file over a file',
    text: service('files: { /etc/a: { content: x }, <<mount-twice>>/etc//a: { content: y } }'),
  },
  {
    title: 'a writable directory over a volume',
    text: service('volumes: { data: { path: /data } }\nwritable: [<<mount-twice>>/data/]'),
  },
  { title: 'a writable directory twice', text: service('writable: [/tmp, { path: <<mount-twice>>/tmp }]') },
  {
    title: 'a file in a file',
    text: service('files: { /etc/a: { content: x }, <<mount-twice>>/etc/a/b: { content: y } }'),
  },
  { title: 'a directory over everything', text: service('writable: [<<mount-reserved>>/]') },
  { title: 'a directory of the kernel', text: service('volumes: { data: { path: <<mount-reserved>>/proc/sys } }') },
  { title: 'a path with dots', text: service('writable: [<<mount-reserved>>/srv/../etc]') },
  // images
];
