import { secretVariable, type Text, type Variable } from '../../platform/index';
import { platformOf } from '../support/platforms';
import { type Container, createJobs, helper, imageEnv, inspectAll, removeJobs } from './support/inspect';
import { docker } from './support/run';
import { compose, project, secrets } from './support/shop';

const platform = platformOf('shop', 'local');
const nonroot = '65532:65532';

/** Containers of the shop's own images by their compose service, with the variables that the platform gives them. */
const own = new Map<string, readonly Variable[]>([
  ...platform.services.map(({ name, env }): [string, readonly Variable[]] => [name, env]),
  ...platform.services.flatMap(({ name, migrate }): [string, readonly Variable[]][] =>
    migrate === null ? [] : [[`${name}-migrate`, migrate.env]],
  ),
  ...platform.jobs.map(({ name, env }): [string, readonly Variable[]] => [name, env]),
]);
const lasting = [...platform.services, ...platform.resources].map(({ name }) => name).concat('gateway');

let all: Map<string, Container>;

beforeAll(async () => {
  await createJobs(platform);
  all = await inspectAll();
});

afterAll(() => removeJobs(platform));

describe('a container of the shop', () => {
  it.each([...own.keys()])('is asked to run without root and without rights: %s', (name) => {
    const { Config, HostConfig } = all.get(name)!;
    expect({ ...HostConfig, User: Config.User }).toMatchObject({
      User: nonroot,
      ReadonlyRootfs: true,
      Privileged: false,
      CapAdd: null,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
    });
  });

  it.each(lasting)('runs as a process without root, without rights and without a way to any: %s', async (name) => {
    const { Id } = all.get(name)!;
    const status = await helper(['--pid', `container:${Id}`], 'cat /proc/1/status');
    const field = (key: string) => new RegExp(`^${key}:\\s+(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/) ?? [];
    expect([...field('Uid'), ...field('Gid')]).not.toContain('0');
    if (own.has(name)) expect(field('Uid')).toEqual(Array(4).fill('65532'));
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect([set, field(set)]).toEqual([set, ['0000000000000000']]);
    }
    expect(field('NoNewPrivs')).toEqual(['1']);
    expect(field('Seccomp')).toEqual(['2']);
  });

  it.each(platform.services.map(({ name }) => name))('refuses to let its user write a file: %s', async (name) => {
    const { Id, Mounts } = all.get(name)!;
    const files = ['/app', '/x', '/tmp/x', ...Mounts.map(({ Destination }) => `${Destination}/x`)];
    const write = `touch ${files.map((file) => `/proc/1/root${file}`).join(' ')} 2>&1; true`;
    const answer = await helper(['--pid', `container:${Id}`, '--user', nonroot], write);
    expect(answer.split('\n')).toHaveLength(files.length);
    expect(answer.split('\n').filter((line) => !line.endsWith('Read-only file system'))).toEqual([]);
  });

  it.each([...own])('has the variables that the platform gives it, and no other: %s', async (name, env) => {
    const { Config, Image } = all.get(name)!;
    const fromImage = await imageEnv(Image);
    const given = env.map((variable) => `${variable.name}=${textOf(variable.value, name)}`);
    expect(Config.Env.filter((each) => !fromImage.includes(each)).sort()).toEqual(given.sort());
    // What an image brings is how its programs are found and whom they trust.
    expect(fromImage.filter((each) => !/^(PATH|SSL_CERT_FILE)=/.test(each))).toEqual([]);
  });
});

it('runs the job of the shop to its end when it is asked to', async () => {
  const [job] = platform.jobs;
  const name = `${project}-${job!.name}-once`;
  await compose('--profile', 'jobs', 'run', '--no-deps', '--name', name, job!.name);
  expect(await docker('inspect', '--format', '{{.State.ExitCode}}', name)).toBe('0');
  await docker('rm', name);
});

/** A value as a container of Compose gets it: peers by their names, passwords from the environment file. */
function textOf(text: Text, owner: string): string {
  const known = secrets();
  return text
    .map((segment) => {
      if (typeof segment === 'string') return segment;
      switch (segment.kind) {
        case 'service':
          return segment.attribute === 'host' ? segment.service : portOf(segment.service, segment.port);
        case 'resource':
          return { host: segment.resource, port: '', addresses: addressOf(segment.resource) }[segment.attribute];
        case 'credential':
          return known[secretVariable(segment.credential, 'password')];
        case 'secret':
          return known[secretVariable(segment.secret, 'value')];
        case 'version':
          return 'dev';
        default:
          throw new Error(`${owner} has a value of a kind that the shop did not use: ${segment.kind}`);
      }
    })
    .join('');
}

function portOf(service: string, port: string): string {
  const found = platform.services.find(({ name }) => name === service)?.ports.find(({ name }) => name === port);
  return String(found?.as);
}

function addressOf(resource: string): string {
  const flow = platform.flows.find(({ to }) => to.name === resource);
  return `${resource}:${flow?.port}`;
}
