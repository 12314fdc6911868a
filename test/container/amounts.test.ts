import { printAmounts } from '../../bin/explain/print';
import { loadText, resolve } from '../../platform/index';
import { dig } from '../cdk/assembly';
import { described, platformIn, Targets } from './targets';

/** Requests without limits, limits without requests, and both, on every runtime. */
const text = `services:
  asking: { image: "a:1", cpu: { request: 0.1 }, memory: { request: 64Mi } }
  saying: { image: "a:1", cpu: { request: 0.1, limit: none }, memory: { request: 64Mi, limit: none } }
  usual: { image: "a:1", cpu: { limit: none }, memory: { limit: none } }
  capped: { image: "a:1", cpu: { request: 0.1 }, memory: { request: 64Mi, limit: 128Mi } }
  large: { image: "a:1", cpu: { request: 1.5 }, memory: { request: 3Gi }, sidecars: { beside: { image: "b:1", memory: { request: 1Gi } } } }
`;

let targets: Targets;
beforeAll(() => {
  targets = new Targets(text);
});

const container = (name: string) => dig(targets.pod(`Deployment/${name}`).spec.containers[0], 'resources');
const resources = (name: string) => targets.compose(name).deploy.resources;

it('sets no limit where a request stands alone, on Kubernetes and on Compose', () => {
  for (const name of ['asking', 'saying']) {
    expect([name, container(name)]).toEqual([name, { requests: { cpu: '100m', memory: '64Mi' } }]);
    expect([name, resources(name)]).toEqual([name, { reservations: { cpus: '0.1', memory: '64M' } }]);
  }
});

it('reserves the usual amount where the limit alone is given away', () => {
  expect(container('usual')).toEqual({ requests: { cpu: '250m', memory: '512Mi' } });
  expect(resources('usual')).toEqual({ reservations: { cpus: '0.25', memory: '512M' } });
});

it('sets each limit by itself', () => {
  expect(container('capped')).toEqual({ requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } });
  expect(resources('capped')).toEqual({
    limits: { memory: '128M' },
    reservations: { cpus: '0.1', memory: '64M' },
  });
});

it('reserves memory on Fargate, where the task has the only limit', () => {
  const definition = targets.definition('asking');
  expect(dig(definition, 'MemoryReservation')).toBe(64);
  expect(definition).not.toHaveProperty('Memory');
  expect(targets.task('asking')).toMatchObject({ Cpu: '256', Memory: '512' });
  expect(targets.definition('capped')).toMatchObject({ MemoryReservation: 64, Memory: 128 });
});

it('takes a task of Fargate that holds what is reserved', () => {
  // 1.5 and 0.25 vCPU; 3 and 1 GiB, and 64 MiB for the proxy of Service Connect.
  expect(targets.task('large')).toMatchObject({ Cpu: '2048', Memory: '5120' });
});

it('tells Go of a limit, and of none where there is none', () => {
  const limitOf = (name: string) =>
    platformIn('cluster', text)
      .services.find((each) => each.name === name)
      ?.env.find((each) => each.name === 'GOMEMLIMIT')?.value;
  expect(limitOf('capped')).toEqual(['115MiB']);
  for (const name of ['asking', 'saying', 'usual']) expect([name, limitOf(name)]).toEqual([name, undefined]);
});

it('keeps the limit of the base where an environment changes the request, and takes it away by null or none', () => {
  const amountOf = (over: string) =>
    platformIn('local', 'services: { api: { image: "a:1", memory: 512Mi, cpu: { request: 0.2, limit: 0.4 } } }', {
      compose: `services: { api: { ${over} } }`,
    }).services[0];
  expect(amountOf('memory: { request: 64Mi }')).toMatchObject({ memory: { request: 64, limit: 512 } });
  expect(amountOf('memory: { limit: none }')).toMatchObject({ memory: { request: 512, limit: 0 } });
  expect(amountOf('cpu: { limit: null }')).toMatchObject({ cpu: { request: 200, limit: 0 } });
  expect(amountOf('cpu: { request: null }')).toMatchObject({ cpu: { request: 400, limit: 400 } });
});

it('sizes a server that divides its memory by what is reserved for it', () => {
  const text = `services: { a: { image: "a:1", uses: [cache] } }
resources: { cache: { kind: redis, memory: { request: 200Mi } } }`;
  const made = new Targets(text);
  const texts = made.objects.flatMap(({ data }) => Object.values(data ?? {}));
  expect(texts.filter((each) => each.includes('--maxmemory 150mb'))).toHaveLength(1);
  expect(dig(made.pod('StatefulSet/cache').spec.containers[0], 'resources')).toEqual({
    requests: { cpu: expect.any(String), memory: '200Mi' },
    limits: { cpu: expect.any(String) },
  });
});

it.each([['cpu: { request: 0.1, limit: nothing }'], ['memory: { request: none }'], ['memory: none']])(
  'refuses %s',
  (fields) => {
    const { document, problems } = loadText('platform.yaml', described(`services: { a: { image: "a:1", ${fields} } }`));
    const found = document === undefined ? problems : resolve(document, 'local').problems;
    expect(found.map(({ field }) => field.split('.').slice(0, 3).join('.'))).toContain(
      `services.a.${fields.split(':')[0]}`,
    );
  },
);

it('lets a directory in memory be as large as it likes where nothing limits the container', () => {
  const text =
    'services: { a: { image: "a:1", memory: { request: 64Mi }, writable: [{ path: /tmp, medium: memory, size: 128Mi }] } }';
  expect(platformIn('local', text).services[0]?.writable).toEqual([{ path: '/tmp', medium: 'memory', size: 128 }]);
});

it('is explained with who sets the limit', () => {
  const asking = { cpu: { request: 100, limit: 0 }, memory: { request: 64, limit: 0 } };
  const both = { cpu: { request: 250, limit: 250 }, memory: { request: 64, limit: 128 } };
  expect(printAmounts(asking, 'kubernetes')).toEqual({ cpu: '0.1 vCPU, no limit', memory: '64Mi, no limit' });
  expect(printAmounts(asking, 'ecs')).toEqual({
    cpu: '0.1 vCPU, at most what its Fargate task has',
    memory: '64Mi, at most what its Fargate task has',
  });
  expect(printAmounts(both, 'ecs')).toEqual({ cpu: '0.25 vCPU', memory: '64Mi to 128Mi' });
});
