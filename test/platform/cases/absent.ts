import { type Case, environments } from './describe';

const two = 'dev: { runtime: compose }\nother: { runtime: compose }';

/** Names that exist in another environment alone. */
export const absentCases: readonly Case[] = [
  {
    title: 'a reference to a service of another environment',
    text: environments(
      two,
      'services:\n  api: { build: api, env: { A: <<absent-here>>"${web.url}" }, only: [dev] }\n  web: { build: web, ports: { http: 8080 }, only: [other] }',
    ),
  },
  {
    title: 'a start after a job of another environment',
    text: environments(
      two,
      'services:\n  api: { build: api, after: { seed: <<absent-here>>completed }, only: [dev] }\n  web: { build: web }\njobs:\n  seed: { build: seed, only: [other] }',
    ),
  },
];
