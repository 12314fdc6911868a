import { parseAllDocuments } from 'yaml';
import { render as renderK8s } from '../../k8s/index';
import type { Fact } from '../conformance/fact';
import { command } from '../conformance/facts/command';
import { compute } from '../conformance/facts/compute';
import { edges } from '../conformance/facts/edges';
import { environment } from '../conformance/facts/environment';
import { files } from '../conformance/facts/files';
import { image } from '../conformance/facts/image';
import { addresses, ports } from '../conformance/facts/ports';
import { storage } from '../conformance/facts/storage';
import { type Read, readBack, render } from '../conformance/outputs/index';
import { platformOf } from '../support/platforms';
import { config, configFile, connections, cpu, programImage, programs, servers } from './hotel-reservation.facts';

type Runtime = 'compose' | 'kubernetes' | 'ecs';

/** Differences from what the authors deploy that are meant, each with its reason. Everything else is equal. */
const differences = {
  // `latest` is another program every day; mongo has a version in theirs, which is kept.
  images: {
    consul: 'docker.io/hashicorp/consul:1.21.4',
    jaeger: 'docker.io/jaegertracing/all-in-one:1.62.0',
    memcached: 'docker.io/library/memcached:1.6.39-alpine',
  } as Readonly<Record<string, string>>,
  // A container is on one network for each edge, and the first of its addresses, which the code would register, may lie on one that
  // the caller is not on. Its name leads every caller to it, and the code takes one: the keys are its own.
  registered: Object.fromEntries(
    Object.entries(programs).flatMap(([name, { registersAs }]) => (registersAs === null ? [] : [[registersAs, name]])),
  ) as Readonly<Record<string, string>>,
  // Theirs starts Consul with `agent -dev`, in memory. Here it is a server that keeps what it knows.
  args: { consul: expect.arrayContaining(['agent', '-server', '-client=0.0.0.0']) } as Readonly<
    Record<string, unknown>
  >,
  data: { consul: '/consul/data' } as Readonly<Record<string, string>>,
  // The image of memcached reads neither of the variables of theirs: what bounds it is an argument.
  memcachedArgs: ['--memory-limit=64'],
  // The image of Consul would set the owners of its folders as root.
  variables: { consul: { CONSUL_DISABLE_PERM_MGMT: 'true' } } as Readonly<Record<string, Record<string, string>>>,
  // By UDP a caller on ECS finds its peer in DNS alone, where the name is a full one.
  ecsConfig: { jaegerAddress: 'jaeger.hotel-dev.internal:6831' },
  // No machine of the team's starts a Fargate task, so there is nothing to hand on.
  ecsPassthrough: [] as readonly string[],
  // Fargate has no disk that outlives a task, and EFS is not made yet: accepted, and said by `check`.
  ecsData: null,
};

const environments: readonly (readonly [Runtime, string])[] = [
  ['compose', 'local'],
  ['kubernetes', 'staging'],
  ['ecs', 'dev'],
];
const names = [...Object.keys(programs), ...Object.keys(servers)];

describe.each(environments)('hotelReservation on %s, beside what its authors deploy', (runtime, name) => {
  const platform = platformOf('hotel-reservation', name);
  let read: Read;
  // biome-ignore lint/suspicious/noExplicitAny: what is read back is plain data
  const of = (fact: Fact): any => read.ask(fact);

  beforeAll(async () => {
    read = readBack(await render(platform, [platform]));
  });

  test('has their nineteen containers, and no other', () => {
    expect(names).toHaveLength(19);
    expect(Object.keys(of(image)).sort()).toEqual([...names].sort());
  });

  test.each(Object.entries(programs))('%s is their image with their command, on their port', (name, theirs) => {
    expect(of(image)[name].image).toBe(`docker.io/${programImage}`);
    expect(of(command)[name]).toEqual({ command: [theirs.command], args: [] });
    expect(of(ports)[name]).toEqual([expect.stringMatching(new RegExp(`(^| )${theirs.port}/tcp( |$)`))]);
    expect(of(addresses)[name].ports).toEqual([`${theirs.port}->${theirs.port}`]);
  });

  test.each(Object.entries(programs))('%s is handed their variables, and gets no other', (name, { passthrough }) => {
    const handed = runtime === 'ecs' ? differences.ecsPassthrough : passthrough;
    expect(of(environment)[name]).toEqual(
      Object.fromEntries(handed.map((each) => [each, `<${each} where it is set>`])),
    );
  });

  test.each(Object.keys(programs))('%s finds their configuration where it looks for it', (name) => {
    const { files: found } = of(files)[name];
    expect(Object.keys(found)).toEqual([configFile]);
    const ours = JSON.parse(String(found[configFile]).replace(/^false /, ''));
    const elsewhere = runtime === 'ecs' ? differences.ecsConfig : {};
    expect(ours).toEqual({ ...config, ...differences.registered, ...elsewhere });
  });

  test.each(Object.entries(servers))(
    '%s is their server, with its variables, its port and its data',
    (name, theirs) => {
      const [kind = ''] = name.split('-');
      const pinned = differences.images[kind] ?? `docker.io/library/${theirs.image}`;
      expect(of(image)[name].image).toBe(pinned);
      const args = kind === 'memcached' ? differences.memcachedArgs : (differences.args[name] ?? []);
      expect(of(command)[name]).toEqual({ command: [], args });
      expect(of(environment)[name]).toEqual({ ...theirs.env, ...differences.variables[name] });
      const { number, protocol } = theirs.port;
      expect(of(ports)[name]).toContainEqual(expect.stringMatching(new RegExp(`(^| )${number}/${protocol}( |$)`)));
      const data = runtime === 'ecs' ? differences.ecsData : (differences.data[name] ?? theirs.data);
      const { volumes } = of(storage).containers[name];
      expect(volumes).toEqual(data === null ? [] : [expect.stringMatching(`^${data} `)]);
    },
  );

  test('asks for the same CPU everywhere', () => {
    // ECS has no limit for one container but its task: the request is in units, of which 1024 are a vCPU.
    const expected = runtime === 'ecs' ? Math.ceil((cpu.request * 1024) / 1000) : cpu;
    for (const each of names) expect([each, of(compute).containers[each].cpu]).toEqual([each, expected]);
  });

  test('lets each open what its code opens, and nothing else', () => {
    const open = of(edges);
    if (runtime === 'compose') {
      const shared = [...new Set(connections.map((each) => each.split(' ').slice(0, 2).sort().join(', ')))];
      expect(open).toEqual({
        networks: [...shared.map((each) => `internal: ${each}`), 'internal: frontend, gateway', 'open: gateway'].sort(),
        without: [],
      });
      return;
    }
    const between = (lines: readonly string[]): string[] =>
      lines.flatMap((line) => {
        const [, from = '', to = '', port, protocol] = /^(\S+) -> (\S+):(\d+)\/(\w+)$/.exec(line) ?? [];
        return names.includes(from) && names.includes(to) ? [`${from} ${to} ${port} ${protocol}`] : [];
      });
    expect(between(open.opens).sort()).toEqual([...connections].sort());
    expect(between(open.admits).sort()).toEqual([...connections].sort());
  });

  test('brings the public to the frontend alone', () => {
    const { admits, networks } = of(edges);
    const lines: string[] = admits ?? networks;
    const routed = lines.filter((line) => /gateway/.test(line) && names.some((each) => line.includes(each)));
    expect(routed.filter((line) => !line.includes('frontend'))).toEqual([]);
    expect(routed.length).toBeGreaterThan(0);
  });

  test('has no secret: nobody logs in to a store of theirs, nor here', () => {
    expect([platform.secrets, platform.credentials]).toEqual([[], []]);
  });
});

describe.each(['edge', 'flat'])('hotelReservation in %s, where each instance registers its own address', (name) => {
  const platform = platformOf('hotel-reservation', name);
  let read: Read;
  // biome-ignore lint/suspicious/noExplicitAny: what is read back is plain data
  const of = (fact: Fact): any => read.ask(fact);

  beforeAll(async () => {
    read = readBack(await render(platform, [platform]));
  });

  test.each(Object.entries(programs))('%s finds the very configuration of the authors', (program, { registersAs }) => {
    const ours = JSON.parse(String(of(files)[program].files[configFile]).replace(/^false /, ''));
    // The frontend registers nothing: it does not matter to it what others would.
    expect(ours).toEqual(registersAs === null ? { ...config, ...differences.registered } : config);
  });

  test('lets each caller open the addresses of its peers themselves', () => {
    const { admits, networks } = of(edges);
    if (name === 'flat') {
      // One network, as in the authors' compose file; there the gateway is the host.
      expect(networks).toEqual([`internal: ${[...names, 'gateway'].sort().join(', ')}`, 'open: gateway']);
      return;
    }
    // A policy selects pods, not the name that leads to them: no more than for names needs to be open.
    for (const each of connections) {
      const [from, to, port, protocol] = each.split(' ');
      expect(admits).toContain(`${from} -> ${to}:${port}/${protocol}`);
    }
    const between = admits.filter((line: string) => names.includes(line.split(' ')[0] ?? ''));
    expect(between).toHaveLength(connections.length);
  });
});

describe('hotelReservation in production on Kubernetes', () => {
  // biome-ignore lint/suspicious/noExplicitAny: manifests are read back as the plain data that they are
  let manifests: any[];

  beforeAll(async () => {
    const rendered = await renderK8s(platformOf('hotel-reservation', 'edge'));
    manifests = [...rendered].flatMap(([path, text]) =>
      path.endsWith('.yaml') ? parseAllDocuments(text).map((document) => document.toJS()) : [],
    );
  });

  test('runs every program twice', () => {
    for (const name of Object.keys(programs)) {
      const { spec } = manifests.find((each) => each?.kind === 'Deployment' && each.metadata.name === name);
      expect([name, spec.replicas]).toEqual([name, 2]);
    }
  });

  test('keeps the data of each MongoDB on a claim of its own', () => {
    const claims = manifests
      .filter((each) => each?.kind === 'StatefulSet' && each.metadata.name.startsWith('mongodb-'))
      .map(({ metadata, spec }) => [metadata.name, spec.volumeClaimTemplates.length]);
    expect(Object.fromEntries(claims)).toEqual(
      Object.fromEntries(
        Object.entries(servers).flatMap(([name, { data }]) => (data === '/data/db' ? [[name, 1]] : [])),
      ),
    );
  });
});
