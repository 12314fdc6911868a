import { type Case, compose, platform } from './describe';

const group = (meshes: string, environment?: string) =>
  platform(
    `services:\n  api: { build: api, ports: { http: 8080 } }\n  geo: { build: geo, ports: { grpc: 9090 } }\nresources:\n  cache: { kind: redis }\n  hub: { kind: container, image: "consul:1", ports: { http: 8500 } }\nmeshes:\n  one: ${meshes}`,
    environment,
  );

/** Groups that cannot be. */
export const meshCases: readonly Case[] = [
  { title: 'a member that exists nowhere', text: group('[geo, <<unknown-member>>apis]') },
  { title: 'a member by a port that it lacks', text: group('[geo, <<unknown-port>>api.grpc]') },
  { title: 'a store as a member', text: group('[geo, <<mesh-member>>cache]') },
  {
    title: 'a member that is elsewhere',
    text: `${group(
      '[geo, <<mesh-member>>hub]',
      `${compose}\nresources: { hub: { provider: external, external: { host: hub.example.com } } }`,
    )}  two: { runtime: compose }\n`,
  },
  { title: 'a member of two groups', text: group('[geo, api]\n  two: [<<mesh-twice>>geo, hub]') },
  { title: 'a group without members', text: group('<<out-of-range>>[]') },
  { title: "a group by the name of Compose's own network", text: group('[geo]\n  <<reserved-name>>default: [api]') },
  {
    title: 'a group taken away that there is not',
    text: group('[geo]', `${compose}\nmeshes: { <<nothing-to-remove>>ones: null }`),
  },
];
