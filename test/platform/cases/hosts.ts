import { type Case, environments } from './describe';

const aws = (name: string, domain: string, rest = '') =>
  `${name}: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: ${domain}, hostedZone: example.com${rest} }`;
const routed = (host: string) =>
  `services:\n  api: { build: api, ports: { http: 8080 }, routes: [/, { host: ${host}, path: /admin }, { host: ${host}, path: /ops }] }`;

const zoned = (zones: string, routes: string) =>
  environments(
    `a: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: shop.example.com, ${zones} }`,
    `services:\n  api: { build: api, ports: { http: 8080 }, routes: [${routes}] }`,
  );

/** Names that two environments would write into one zone. */
export const hostCases: readonly Case[] = [
  {
    title: 'one host of a route in two environments',
    text: environments(
      `${aws('a', 'a.example.com')}\n${aws('b', 'b.example.com')}`,
      routed('<<domain-twice>>admin.example.com').replace(/(path: \/admin.*)<<domain-twice>>/, '$1'),
    ),
  },
  {
    title: 'a domain that is the host of a route elsewhere',
    text: environments(
      `${aws('a', 'a.example.com')}\n${aws('b', '<<domain-twice>>admin.example.com', ', services: { api: { routes: / } }')}`,
      routed('admin.example.com'),
    ),
  },
  {
    title: 'a host that an environment gives again',
    text: environments(
      `${aws('a', 'a.example.com')}\n${aws('b', 'b.example.com', ', services: { api: { routes: [{ host: <<domain-twice>>a.example.com, path: / }] } }')}`,
      routed('admin.example.com'),
    ),
  },
  {
    title: 'a host of none of several zones',
    text: zoned(
      'hostedZone: [example.com, example.org]',
      '/, { host: shop.example.org }, { host: <<host-outside-zone>>shop.example.net }',
    ),
  },
  {
    title: 'an id among several zones',
    text: zoned('hostedZone: [example.com, <<hosted-zone>>Z0123456789ABC]', '/'),
  },
  {
    title: 'one zone twice',
    text: zoned('hostedZone: [example.com, example.org, <<hosted-zone>>example.com]', '/'),
  },
  { title: 'no zone at all', text: zoned('hostedZone: <<out-of-range>>[]', '/') },
];
