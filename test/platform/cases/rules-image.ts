import {
  type Case,
  compose,
  ecs,
  environments,
  job,
  kubernetes,
  platform,
  production,
  resource,
  service,
  used,
} from './describe';

const http = 'ports: { http: 8080 }';

/** Images, what is built, security, jobs. */
export const imageCases: readonly Case[] = [
  { title: 'an image in capitals', text: platform('services: { api: { image: <<image-reference>>Acme/Api:1 } }') },
  {
    title: 'an image with half a digest',
    text: platform('services: { api: { image: <<image-reference>>"acme/api@sha256:abc" } }'),
  },
  {
    title: 'an image without tag in production',
    text: platform('services: { api: { image: <<image-tag>>acme/api } }', `${compose}${production}`),
  },
  {
    title: 'an image that moves in production',
    text: platform(
      'services: { api: { image: <<image-tag>>"ghcr.io:443/acme/api:latest" } }',
      `${compose}${production}`,
    ),
  },
  {
    title: 'a server of no version in production',
    text: resource('kind: redis\nimage: <<image-tag>>valkey/valkey', `${compose}${production}`),
  },
  {
    title: 'a build of a folder that is not there',
    text: platform('services: { api: { build: <<build-found>>services/ap } }'),
    beside: ['services/api/Dockerfile'],
  },
  {
    title: 'a build of a file',
    text: platform('services: { api: { build: <<build-found>>{ context: services/api/Dockerfile } } }'),
    beside: ['services/api/Dockerfile'],
  },
  {
    title: 'a build without a Dockerfile',
    text: platform('services: { api: { build: <<build-found>>services/api } }'),
    beside: ['services/api/main.go'],
  },
  {
    title: 'a build by a Dockerfile of another name',
    text: platform('jobs: { api: { build: <<build-found>>{ context: ., dockerfile: Dockerfile.api } } }', ecs),
    beside: ['./Dockerfile', 'Dockerfile', './cmd/api/main.go'],
  },
  { title: 'a build outside the checkout', text: platform('services: { api: { build: <<build-path>>/home/me/api } }') },
  {
    title: 'a build command that names no file to write',
    text: service(`${http}\nhealth: none`).replace(
      'build: api',
      'build: { context: api, command: <<build-command>>[make] }',
    ),
  },
  {
    title: 'a build from elsewhere',
    text: platform('services: { api: { build: { context: <<build-path>>"https://github.com/acme/api.git" } } }'),
  },
  // security
  { title: 'all capabilities', text: service('capabilities: [<<capability-name>>ALL]') },
  { title: 'a capability with its prefix', text: service('capabilities: [NET_ADMIN, <<capability-name>>CAP_NET_RAW]') },
  { title: 'a limit that there is not', text: service('ulimits: { <<ulimit>>files: 1024 }') },
  {
    title: 'a soft limit above the hard one',
    text: service('ulimits: { nofile: { soft: <<ulimit>>2048, hard: 1024 } }'),
  },
  { title: 'a setting of the host', text: service('sysctls: { <<sysctl-of-host>>vm.max_map_count: 262144 }') },
  // jobs
  { title: 'a schedule of six fields', text: job('schedule: <<schedule>>"0 0 3 * * *"') },
  { title: 'a schedule by a word', text: job('schedule: <<schedule>>"@daily"') },
  { title: 'the sixtieth minute', text: job('schedule: <<schedule>>"60 * * * *"') },
  { title: 'a day that there is not', text: job('schedule: <<schedule>>"0 3 30 2 *"') },
  { title: 'a range that ends before it starts', text: job('schedule: <<schedule>>"0 3 * * fri-mon"') },
  { title: 'a time zone that there is not', text: job('schedule: "0 3 * * *"\ntimezone: <<timezone>>Berlin') },
  { title: 'a time zone as an offset', text: job('schedule: "0 3 * * *"\ntimezone: <<timezone>>"+01:00"') },
  { title: 'a time zone without a schedule', text: job('timezone: <<schedule-field>>UTC') },
  // environments
  { title: 'nothing to run', text: 'platform: shop\nenvironments: { <<nothing-to-run>>dev: { runtime: compose } }\n' },
  {
    title: 'nothing to run in one environment',
    text: environments(
      'dev: { runtime: compose }\n<<nothing-to-run>>other: { runtime: compose }',
      'services: { api: { build: api, only: [dev] } }',
    ),
  },
  {
    title: 'an override of what is not there',
    text: environments(
      'dev: { runtime: compose, services: { <<override-absent>>api: { drain: 5s } } }\nother: { runtime: compose }',
      'services: { api: { build: api, only: [other] }, web: { build: web } }',
    ),
  },
  {
    title: 'an account on Kubernetes',
    text: service('drain: 5s', kubernetes).replace(
      'runtime: kubernetes',
      'runtime: kubernetes\n    <<aws-field>>account: "111111111111"',
    ),
  },
  { title: 'an engine of AWS on a laptop', text: environments('dev: { runtime: compose, <<aws-field>>engine: cdk }') },
  { title: 'a zone twice', text: service('drain: 5s', `${ecs}\nzones: [a, b, <<listed-twice>>b]`) },
  {
    title: 'a database twice in a list',
    text: used('uses: [main.users]', 'kind: postgres\ndatabases: [users, <<listed-twice>>users]'),
  },
  { title: 'a secret twice in a list', text: service('secrets: [API_KEY, <<listed-twice>>API_KEY]') },
  { title: 'one zone', text: service('drain: 5s', `${ecs}\nzones: <<zone-count>>[a]`) },
  { title: 'a zone that the region has not', text: service('drain: 5s', `${ecs}\nzones: [a, b, <<zone-unknown>>f]`) },
  { title: 'a public network', text: service('drain: 5s', `${ecs}\ncidr: <<vpc-range>>8.8.0.0/16`) },
  { title: 'a network without room', text: service('drain: 5s', `${ecs}\ncidr: <<vpc-range>>10.0.0.0/24`) },
  { title: 'a network larger than a VPC', text: service('drain: 5s', `${ecs}\ncidr: <<vpc-range>>10.0.0.0/8`) },
  {
    title: 'one public name of two environments',
    text: environments(
      'a: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: shop.example.com, hostedZone: example.com }\nb: { runtime: ecs, account: "222222222222", region: eu-west-1, domain: <<domain-twice>>shop.example.com, hostedZone: example.com }',
    ),
  },
];
