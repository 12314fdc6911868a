import { type Case, compose, lines, platform } from './describe';

const of = (defaults: string, services: string) =>
  platform(`defaults:\n${indent(defaults)}\nservices:\n${indent(services)}`);
const indent = (text: string) => `  ${lines(text).replaceAll('\n', '\n  ')}`;

/** Defaults that say nothing, or not what they seem to. */
export const defaultsCases: readonly Case[] = [
  {
    title: 'a default that there is not',
    text: of(
      'named: { market: { build: m } }',
      'api: { extends: market }\noffers: { extends: <<unknown-default>>marked }',
    ),
  },
  {
    title: 'extends without defaults',
    text: platform('services:\n  api: { build: api, extends: <<unknown-default>>market }'),
  },
  {
    title: 'extends of a job without defaults',
    text: platform('jobs:\n  seed: { build: api, extends: <<unknown-default>>market }'),
  },
  {
    title: 'a default that extends one that there is not',
    text: of('named: { market: { build: m, extends: <<unknown-default>>base } }', 'api: { extends: market }'),
  },
  {
    title: 'a default that extends itself',
    text: of('named: { market: { build: m, extends: <<default-cycle>>market } }', 'api: { extends: market }'),
  },
  {
    title: 'a circle of defaults',
    text: of(
      'named:\n  one: { build: m, extends: <<default-cycle>>two }\n  two: { extends: <<default-cycle>>one }',
      'api: { extends: one }',
    ),
  },
  {
    title: 'a default that nothing extends',
    text: of('named: { <<unused-default>>market: { drain: 5s } }', 'api: { build: api }'),
  },
  {
    title: 'a default that only another one extends, which nothing does',
    text: of(
      'named: { <<unused-default>>base: { drain: 5s }, <<unused-default>>market: { extends: base } }',
      'api: { build: api }',
    ),
  },
  {
    title: 'defaults of jobs where there is no job',
    text: of('<<unused-default>>jobs: { retries: 2 }', 'api: { build: api }'),
  },
  {
    title: 'defaults of services where there is no service',
    text: platform('defaults:\n  <<unused-default>>services: { drain: 5s }\njobs:\n  seed: { build: seed }'),
  },
  {
    title: 'a null over defaults that do not have it',
    text: of('services: { env: { LEVEL: debug } }', 'api: { build: api, env: { <<nothing-to-remove>>LEVLE: null } }'),
  },
  {
    title: 'a null in defaults, below which there is nothing',
    text: of('services: { <<nothing-to-remove>>drain: null }', 'api: { build: api }'),
  },
  {
    title: 'a field without a value where there are defaults',
    text: of('services: { env: { A: b } }', 'api:\n  build: api\n  env:\n    A: c\n  <<wrong-type>>drain:'),
  },
  {
    title: 'a null without defaults',
    text: platform('services:\n  api: { build: api, drain: <<wrong-type>>null }'),
  },
  {
    title: 'defaults of a field that there is not',
    text: of('services: { <<unknown-key>>scal: 2 }', 'api: { build: api }'),
  },
  {
    title: 'defaults with a field of the wrong form, for two services',
    text: of('services: { drain: <<bad-format>>soon }', 'api: { build: api }\nweb: { build: web }'),
  },
  {
    title: 'a field of jobs that a service takes from its defaults',
    text: of('named: { seed: { <<unknown-key>>schedule: "0 3 * * *" } }', 'api: { build: api, extends: seed }'),
  },
  {
    title: 'defaults that lack what nobody adds',
    text: of('named: { state: { volumes: { data: { size: 5Gi } } } }', 'api: { build: api, extends: state }').replace(
      'data:',
      '<<missing-field>>data:',
    ),
  },
  {
    title: 'defaults that break a rule in every service',
    text: of(
      'services: { health: { interval: 5s, timeout: <<health-timeout>>10s } }',
      'api: { build: api, ports: { http: 8080 } }\nweb: { build: web, ports: { http: 8080 } }',
    ),
  },
  {
    title: 'a null of an environment over a field that the defaults have not either',
    text: platform(
      'defaults:\n  services: { drain: 5s }\nservices:\n  api: { build: api }',
      `${compose}\nservices: { api: { <<nothing-to-remove>>scale: null } }`,
    ),
  },
  {
    title: 'extends in an environment',
    text: platform(
      'defaults:\n  named: { market: { drain: 5s } }\nservices:\n  api: { build: api, extends: market }',
      `${compose}\nservices: { api: { <<unknown-key>>extends: market } }`,
    ),
  },
];
