import { type Case, platform } from './describe';

/** Two readers of one shared file, of which one calls `users` and uses `main`. */
const shared = (file: string) =>
  platform(
    [
      'defaults:',
      '  named:',
      `    reader: { build: reader, readOnlyRoot: false, files: { /etc/peers.conf: ${file} } }`,
      'services:',
      '  front: { extends: reader, calls: [users], uses: [main.users] }',
      '  other: { extends: reader }',
      '  users: { build: users, ports: { http: 8080 } }',
      '  alone: { build: alone, ports: { http: 8080 } }',
      'resources:',
      '  main: { kind: postgres, databases: [users] }',
      '  cache: { kind: redis }',
    ].join('\n'),
  );

export const fileGroupCases: readonly Case[] = [
  {
    title: 'a shared file that names a service which none of its readers calls, once for all of them',
    text: shared('<<reference-without-edge>>{ group: peers, content: "${alone.addr}" }'),
  },
  {
    title: 'a shared file that names a store which none of its readers uses',
    text: shared('<<reference-without-edge>>{ group: peers, content: "${cache.addr}" }'),
  },
  {
    title: 'a shared file with a login that one of its readers has not',
    text: shared('<<reference-without-edge>>{ group: peers, content: "${main.users.password}" }'),
  },
  {
    title: 'a shared file with a URL that holds a login',
    text: shared('<<reference-without-edge>>{ group: peers, content: "${main.users.url}" }'),
  },
  {
    title: 'a shared file that names nothing',
    text: shared('<<unknown-reference>>{ group: peers, content: "${nobody.addr}" }'),
  },
  {
    title: 'a shared file without an attribute',
    text: shared('<<unknown-attribute>>{ group: peers, content: "${users.nothing}" }'),
  },
  { title: 'a secret of a group', text: shared('<<file-source>>{ group: peers, secret: key }') },
];
