import { type Case, compose, ecs, environments, platform, production, service } from './describe';

const two = (accept: string) =>
  platform(
    'services:\n  api: { build: api, aliases: [front] }\n  web: { build: web, aliases: [back] }',
    `${ecs}\naccept: ${accept}`,
  );

/** Codes that an environment accepts: such as there are not, such as nobody may accept, for whom. */
export const acceptCases: readonly Case[] = [
  {
    title: 'an acceptance of a code that there is not',
    text: two('[unsupported-aliases, <<accept-unknown>>everything]'),
  },
  {
    title: 'a misspelt code',
    text: service('drain: 5s', `${compose}\naccept: [<<accept-unknown>>unsupported-autoscalling]`),
  },
  {
    title: 'an acceptance of what no environment can live with',
    text: service('drain: 5s', `${compose}\naccept: [<<accept-never>>unknown-port]`),
  },
  {
    title: 'a limit of a service for which it is not accepted',
    text: two('[{ code: unsupported-aliases, for: [api] }]').replace('[back]', '<<unsupported-aliases>>[back]'),
  },
  {
    title: 'an acceptance for what there is not',
    text: two('[{ code: unsupported-aliases, for: [api, web, <<accept-unknown-name>>wob] }]'),
  },
  {
    title: 'an acceptance for what another environment has',
    text: environments(
      `dev: { runtime: compose }\nprod:\n${ecs.replaceAll(/^/gm, '  ')}\n  accept: [{ code: unsupported-aliases, for: [api, <<accept-unknown-name>>web] }]`,
      'services:\n  api: { build: api, aliases: [front] }\n  web: { build: web, only: [dev] }',
    ),
  },
  {
    title: 'an acceptance for nobody',
    text: two('[{ code: unsupported-aliases, for: <<out-of-range>>[] }]'),
  },
  {
    title: 'a code that is accepted twice',
    text: two('[unsupported-aliases, { code: <<listed-twice>>unsupported-aliases, for: [api] }]'),
  },
  {
    title: 'an acceptance of what nothing needs, with a warning',
    text: two('[unsupported-aliases, <<accept-unneeded>>unsupported-health]'),
  },
  {
    title: 'a moving tag where another service is let off',
    text: platform(
      'services:\n  api: { image: "api:latest" }\n  web: { image: <<image-tag>>"web:latest" }',
      `runtime: compose${production}\naccept: [{ code: image-tag, for: [api] }]`,
    ),
  },
];
