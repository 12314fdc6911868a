import { output, platformFrom } from './workshop';

const platform = platformFrom(
  `
services:
  agent:
    image: "agent:1"
    hostPaths: { /var/run/docker.sock: /var/run/docker.sock, /host/log: { from: /var/log, readOnly: false } }
    volumes: { data: { path: /data } }
    uses: [main.agent]
    migrate: [/agent, migrate]
    sidecars: { tail: { image: "tail:1", hostPaths: { /logs: /var/log } } }
  plain: { image: "plain:1" }
jobs:
  sweep: { image: "sweep:1", hostPaths: { /tmp/host: /tmp } }
resources:
  main: { kind: postgres, databases: [agent] }
  index: { kind: container, image: "index:1", ports: { tcp: 9200 }, hostPaths: { /srv: { from: /srv/index, readOnly: true } } }
`,
  'runtime: compose, accept: [host-path]',
);
const { service, document } = output(platform);
const binds = (name: string) =>
  (service(name).volumes ?? [])
    .filter(({ type }) => type === 'bind')
    .map((each) => {
      const {
        source,
        target,
        read_only = false,
        bind,
      } = each as typeof each & {
        read_only?: boolean;
        bind?: { create_host_path: boolean };
      };
      // Docker would make a folder of root's where nothing is.
      expect(bind).toEqual({ create_host_path: false });
      return `${source} at ${target}${read_only ? ', read-only' : ''}`;
    });

it('mounts what the description names of the machine, read-only unless it says otherwise', () => {
  expect(binds('agent')).toEqual(['/var/log at /host/log', '/var/run/docker.sock at /var/run/docker.sock, read-only']);
  expect(binds('agent-tail')).toEqual(['/var/log at /logs, read-only']);
  expect(binds('sweep')).toEqual(['/tmp at /tmp/host, read-only']);
  expect(binds('index')).toEqual(['/srv/index at /srv, read-only']);
});

it('mounts nothing else of it, and keeps volumes beside it', () => {
  const all = Object.keys(document.services).filter((name) => binds(name).length > 0);
  expect(all.sort()).toEqual(['agent', 'agent-migrate', 'agent-tail', 'index', 'sweep']);
  expect(service('agent').volumes).toContainEqual({ type: 'volume', source: 'agent_data', target: '/data' });
});

it('is known by the environment that lives with it: rendered where host-path is accepted', () => {
  expect(platform.services.find(({ name }) => name === 'agent')?.hostPaths).toEqual([
    { path: '/host/log', from: '/var/log', readOnly: false },
    { path: '/var/run/docker.sock', from: '/var/run/docker.sock', readOnly: true },
  ]);
});
