import { type Output, output, platformFrom } from './workshop';

/** Who gives which directories to whom, for every kind of container that may have one. */
const text = `services:
  api:
    image: "api:1"
    user: "1001:1002"
    writable: [/data/db, { path: /cache, medium: memory }]
    volumes: { kept: { path: /kept } }
    migrate: [/app, migrate]
    uses: [main.api]
    init: { first: { image: "first:1", user: 1003, writable: [/work] } }
    sidecars: { beside: { image: "beside:1", writable: [/run/x-y, /run/x/y] }, plain: { image: "plain:1" } }
  root: { image: "root:1", user: 0, writable: [/data] }
  memory: { image: "memory:1", writable: [{ path: /tmp, medium: memory }] }
jobs:
  nightly: { image: "nightly:1", schedule: "0 3 * * *", writable: [/out] }
resources:
  main: { kind: postgres, databases: [api] }
  mongo: { kind: container, image: "mongo:8", user: 999, writable: [/data/configdb], volumes: { data: { path: /data/db } } }
`;

let made: Output;
beforeAll(() => {
  made = output(platformFrom(text));
});

const ended = { condition: 'service_completed_successfully' };
const mounts = (name: string) =>
  (made.service(name).volumes ?? []).map(({ source, target, volume }) => [source, target, volume?.nocopy === true]);

it('gives each container volumes of its own for its directories on disk', () => {
  expect(mounts('api')).toEqual([
    ['api_kept', '/kept', false],
    ['api_writable_data-db', '/data/db', true],
  ]);
  expect(mounts('api-first')).toEqual([['api-first_writable_work', '/work', true]]);
  expect(mounts('api-beside')).toEqual([
    ['api-beside_writable_run-x--y', '/run/x-y', true],
    ['api-beside_writable_run-x-y', '/run/x/y', true],
  ]);
  expect(mounts('nightly')).toEqual([['nightly_writable_out', '/out', true]]);
});

it('gives a migration directories of its own, also in place of the volumes', () => {
  expect(mounts('api-migrate')).toEqual([
    ['api-migrate_writable_data-db', '/data/db', true],
    ['api-migrate_writable_kept', '/kept', true],
  ]);
  expect(made.service('api-migrate').depends_on).toMatchObject({ 'api-volumes': ended });
});

it('gives all of them away in one container, each to its user', () => {
  expect(made.service('api-volumes').entrypoint).toEqual([
    'sh',
    '-ec',
    [
      'chown 1001:1002 /volumes/kept /volumes/api_writable_data-db',
      'chown 1003:1003 /volumes/api-first_writable_work',
      'chown 65532:65532 /volumes/api-beside_writable_run-x--y /volumes/api-beside_writable_run-x-y',
      'chown 1001:1002 /volumes/api-migrate_writable_data-db /volumes/api-migrate_writable_kept',
    ].join('\n'),
  ]);
  const given = made.service('api-volumes').volumes ?? [];
  for (const name of ['api', 'api-first', 'api-beside', 'api-migrate'])
    for (const [source] of mounts(name)) expect(given.map((each) => each.source)).toContain(source);
});

it('starts none of them before it has', () => {
  for (const name of ['api', 'api-first', 'api-beside'])
    expect([name, made.service(name).depends_on]).toEqual([name, expect.objectContaining({ 'api-volumes': ended })]);
  expect(made.service('api-plain').depends_on ?? {}).not.toHaveProperty('api-volumes');
});

it('gives nothing to root, whose a new volume is, and nothing for memory', () => {
  expect(mounts('root')).toEqual([['root_writable_data', '/data', true]]);
  expect(made.document.services).not.toHaveProperty('root-volumes');
  expect(made.service('memory').tmpfs).toEqual(['/tmp:size=64m,mode=1777,uid=65532,gid=65532,exec']);
  expect(made.document.services).not.toHaveProperty('memory-volumes');
});

it('gives the directories of a job away where the job runs, which is when it is asked to', () => {
  expect(made.service('nightly-volumes')).toMatchObject({ profiles: ['jobs'], restart: 'no' });
  expect(made.service('nightly').depends_on).toEqual({ 'nightly-volumes': ended });
});

it('gives a server both its volume and its directories', () => {
  expect(made.service('mongo-volumes').entrypoint).toEqual([
    ...['chown', '999:999', '/volumes/data', '/volumes/mongo_writable_data-configdb'],
  ]);
});
