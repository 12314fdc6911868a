import { type Case, ecs, kubernetes, service } from './describe';

/** A public address for each instance, where that cannot be. */
export const publicAddressCases: readonly Case[] = [
  {
    title: 'public addresses of a number of instances that changes',
    text: service(
      'ports: { udp: 7882 }\npublicAddress: <<public-address>>true\nscale: { min: 1, max: 3, cpu: 50 }',
      kubernetes,
    ),
  },
  {
    title: 'public addresses of what is on each node',
    text: service(
      'ports: { udp: 7882 }\nplacement: node\npublicAddress: <<public-address>>true',
      `${kubernetes}\naccept: [host-port]`,
    ),
  },
  {
    title: 'public addresses for HTTP alone',
    text: service('ports: { http: 8080 }\npublicAddress: <<public-address>>true', kubernetes),
  },
  {
    title: 'public addresses on ECS',
    text: service('ports: { udp: 7882 }\npublicAddress: <<unsupported-public-address>>true', ecs),
  },
];
