import { type Case, environments } from './describe';

const aws = (name: string, domain: string, rest = '') =>
  `${name}: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: ${domain}, hostedZone: example.com${rest} }`;
const routed = (host: string) =>
  `services:\n  api: { build: api, ports: { http: 8080 }, routes: [/, { host: ${host}, path: /admin }, { host: ${host}, path: /ops }] }`;

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
];
