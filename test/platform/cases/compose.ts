import { type Case, compose, ecs, kubernetes, platform, service } from './describe';

const socket = '/var/run/docker.sock: /var/run/docker.sock';

/** What Compose has of its own, where it is not Compose, or wrong; and what a container gets of its machine. */
export const composeCases: readonly Case[] = [
  // compose-field
  {
    title: 'an address to publish on ECS',
    text: service('drain: 5s', `${ecs}\n<<compose-field>>compose: { publish: 0.0.0.0 }`),
  },
  {
    title: 'an address to publish on Kubernetes',
    text: service('drain: 5s', `${kubernetes}\n<<compose-field>>compose: {}`),
  },
  {
    title: 'an address that there is not',
    text: service('drain: 5s', `${compose}\ncompose: { publish: <<compose-field>>300.0.0.1 }`),
  },
  {
    title: 'a name to publish on',
    text: service('drain: 5s', `${compose}\ncompose: { publish: <<bad-format>>localhost }`),
  },
  // host-path
  { title: 'the socket of Docker', text: service(`hostPaths: { <<host-path>>${socket} }`) },
  {
    title: 'a folder of the machine for one of two, that is not the one who may',
    text: platform(
      'services:\n  api: { build: api, hostPaths: { /logs: /var/log } }\n  web: { build: web, sidecars: { tail: { image: "tail:1", hostPaths: { <<host-path>>/logs: { from: /var/log, readOnly: false } } } } }',
      `${compose}\naccept: [{ code: host-path, for: [api] }]`,
    ),
  },
  {
    title: 'a folder of the machine on Kubernetes',
    text: service('hostPaths: <<unsupported-host-path>>{ /logs: /var/log }', kubernetes),
  },
  // mounts
  {
    title: 'a folder of the machine where a volume is',
    text: service(
      'volumes: { data: { path: /data } }\nhostPaths: { <<mount-twice>>/data: /srv }',
      `${compose}\naccept: [host-path]`,
    ),
  },
  {
    title: 'a folder of the machine over those of the kernel',
    text: service('hostPaths: { <<mount-reserved>>/proc: /proc }', `${compose}\naccept: [host-path]`),
  },
  {
    title: 'a folder beside the description as one of the machine',
    text: service('hostPaths: { /data: <<bad-format>>./data }', `${compose}\naccept: [host-path]`),
  },
];
