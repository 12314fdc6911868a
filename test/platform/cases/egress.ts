import { type Case, ecs, kubernetes, platform, service } from './describe';

/** Ways out that lead nowhere, to two places, or through ports that there are not. */
export const egressCases: readonly Case[] = [
  // egress-target
  { title: 'a way out to nowhere', text: service('egress: [<<egress-target>>{ ports: [443] }]', kubernetes) },
  {
    title: 'a way out to two places',
    text: service('egress: [{ cidr: 192.0.2.0/24, namespace: <<egress-target>>logging, ports: [443] }]', kubernetes),
  },
  {
    title: 'labels of pods in no namespace',
    text: service('egress: [{ cidr: 192.0.2.0/24, <<egress-target>>labels: { app: loki }, ports: [443] }]', kubernetes),
  },
  // egress-inside
  {
    title: 'a way out into the own namespace',
    text: service('egress: [{ namespace: <<egress-inside>>shop-dev, ports: [443] }]', kubernetes),
  },
  // port-range
  {
    title: 'ranges of ports that start at the upper end, or are one port',
    text: service(
      'egress: [{ cidr: 192.0.2.0/24, ports: [<<port-range>>200-100, <<port-range>>"443-443", 1-2] }]',
      kubernetes,
    ),
  },
  {
    title: 'ranges of ports that there are not',
    text: service(
      'egress: [{ cidr: 192.0.2.0/24, ports: [<<port-range>>0-10, <<port-range>>65000-65536] }]',
      kubernetes,
    ),
  },
  {
    title: 'ports in words',
    text: service('egress: [{ cidr: 192.0.2.0/24, ports: [<<bad-format>>https] }]', kubernetes),
  },
  {
    title: 'one range of ports twice',
    text: service('egress: [{ cidr: 192.0.2.0/24, ports: [1-2, <<listed-twice>>1-2] }]', kubernetes),
  },
  // bad-range
  {
    title: 'an IPv6 range that does not start at its first address',
    text: service('egress: [{ cidr: <<bad-range>>"2001:db8::1/32", ports: [443] }]', kubernetes),
  },
  {
    title: 'an IPv6 range with a part that there is not',
    text: service('egress: [{ cidr: <<bad-range>>"2001:db8::1::/64", ports: [443] }]', kubernetes),
  },
  // limits
  {
    title: 'ways out by name and by IPv6 on ECS',
    text: service(
      'egress: [{ host: <<unsupported-egress-host>>api.example.com, ports: [443] }, { cidr: <<unsupported-ip-version>>"2001:db8::/32", ports: [443] }, { namespace: <<unsupported-egress-namespace>>logging, ports: [443] }]',
      ecs,
    ),
  },
  {
    title: 'a way out by name on Kubernetes',
    text: service('egress: [{ host: <<unsupported-egress-host>>api.example.com, ports: [443] }]', kubernetes),
  },
  // kubernetes-scraper
  {
    title: 'a scraper of nothing',
    text: service(
      'ports: { http: 8080 }',
      `${kubernetes}\nkubernetes: { <<kubernetes-scraper>>scrapers: [{ namespace: monitoring }] }`,
    ),
  },
  {
    title: 'a scraper that is anybody',
    text: platform(
      'services: { api: { build: api, ports: { http: 8080, metrics: 9100 } } }',
      `${kubernetes}\nkubernetes: { scrapers: [<<kubernetes-scraper>>{}, { namespace: monitoring }] }`,
    ),
  },
];
