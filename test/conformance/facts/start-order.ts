import type { After, Health, Job, Platform, Use, Workload } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { platformWorkloads, serversOf, standsLate } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import type { ComposeOutput } from '../outputs/compose';
import type { ContainerSpec, K8sOutput } from '../outputs/k8s';

export const startOrder: Fact = {
  title: 'what must come first does so: stores, set-ups, migrations, jobs and the peers that the description names',
  expected: (platform): Plain => {
    if (runsOn(platform, 'compose')) return composeOrder(platform);
    return runsOn(platform, 'kubernetes') ? podOrder(platform) : taskOrder(platform);
  },
  compose: (output) => composeWaits(output),
  k8s: (output) => podWaits(output),
  cdk: (output) => stackWaits(output),
};

function healthOf({ services, resources }: Platform, { kind, name }: After): Health | undefined {
  if (kind === 'service') return services.find((each) => each.name === name)?.health;
  const resource = resources.find((each) => each.name === name);
  return resource?.kind === 'container' ? resource.health : undefined;
}

/** A service is healthy once it says so; where nothing asks it, that it has started is all there is to know. */
function composeWord(platform: Platform, after: After): string[] {
  const { kind, name, condition } = after;
  if (kind === 'job') return [`${name} ${condition === 'completed' ? 'completed' : 'started'}`];
  const resource = kind === 'resource' ? platform.resources.find((each) => each.name === name) : undefined;
  if (resource?.provider === 'external') return [];
  const health = healthOf(platform, after);
  const asked = health === undefined || health.readiness !== null || health.liveness !== null;
  const ready = condition !== 'started' && asked ? 'healthy' : 'started';
  const setUp = condition !== 'started' && (resource?.kind === 'postgres' || resource?.kind === 'kafka');
  const further = resource?.kind === 'container' ? resource.replicas - 1 : 0;
  const servers = [name, ...Array.from({ length: further }, (_, at) => `${name}-${at + 1}`)];
  return [...servers.map((each) => `${each} ${ready}`), ...(setUp ? [`${name}-provision completed`] : [])];
}

function composeOrder(platform: Platform): Record<string, Plain> {
  const store = (name: string) => composeWord(platform, { kind: 'resource', name, condition: 'healthy', given: false });
  const lists = platformWorkloads(platform).flatMap(({ name, uses, after, migrate }): [string, string[]][] => {
    const tables = platform.jobs.some((job) => job.name === name)
      ? []
      : migratorsOf(platform, name, uses).map((other) => `${other}-migrate completed`);
    const waits = [...after.flatMap((each) => composeWord(platform, each)), ...tables];
    if (migrate === null) return [[name, waits]];
    return [
      [name, [...waits, `${name}-migrate completed`]],
      [`${name}-migrate`, migrate.uses.flatMap(({ resource }) => store(resource))],
    ];
  });
  const setUps = platform.resources
    .filter(({ kind, provider }) => provider === 'container' && (kind === 'postgres' || kind === 'kafka'))
    .map(({ name }): [string, string[]] => [`${name}-provision`, [`${name} healthy`]]);
  const servers = serversOf(platform).map(({ name, after }): [string, string[]] => [
    name,
    after.flatMap((each) => composeWord(platform, each)),
  ]);
  return Object.fromEntries([...lists, ...setUps, ...servers].map(([name, list]) => [name, [...new Set(list)].sort()]));
}

/** Other services that migrate a database which this one writes. */
function migratorsOf({ services, resources }: Platform, name: string, uses: readonly Use[]): string[] {
  const written = (list: readonly Use[]) =>
    list
      .filter(
        ({ access, resource }) =>
          access !== 'read' && resources.find((each) => each.name === resource)?.kind === 'postgres',
      )
      .map(({ resource, part }) => `${resource}.${part}`);
  const own = written(uses);
  return services
    .filter(
      (other) =>
        other.name !== name && other.migrate !== null && written(other.uses).some((each) => own.includes(each)),
    )
    .map((other) => other.name);
}

const words = new Map([
  ['service_started', 'started'],
  ['service_healthy', 'healthy'],
  ['service_completed_successfully', 'completed'],
]);

function composeWaits(output: ComposeOutput): Record<string, Plain> {
  const names = Object.keys(composeOrder(output.platform));
  const inside = new Set(
    [...platformWorkloads(output.platform), ...serversOf(output.platform)].flatMap(({ name, init }) =>
      init.map((each) => `${name}-${each.name}`),
    ),
  );
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.entries(output.service(name).depends_on ?? {})
        // What Slipway adds: programs for checks, volumes for users. Init containers are a fact of their own.
        .filter(([each]) => !each.startsWith('slipway-') && !each.endsWith('-volumes') && !inside.has(each))
        .map(([each, { condition }]) => `${each} ${words.get(condition)}`)
        .sort(),
    ]),
  );
}

/** Jobs of a deploy that come before the services: those that one waits for, and those that wait for none. */
function earlyJobs(platform: Platform): readonly Job[] {
  const once = platform.jobs.filter(({ trigger }) => trigger.kind === 'deploy');
  const named = (list: readonly After[]) =>
    once.filter((job) => list.some(({ kind, name }) => kind === 'job' && name === job.name));
  const standing = [...platform.services, ...serversOf(platform)];
  const late = new Set(
    serversOf(platform)
      .filter(standsLate)
      .map(({ name }) => name),
  );
  const first = new Set(named(standing.flatMap(({ after }) => after)));
  for (const job of first) for (const each of named(job.after)) first.add(each);
  const isLate = (job: Job): boolean =>
    !first.has(job) &&
    (job.calls.length > 0 ||
      job.uses.some(({ resource }) => late.has(resource)) ||
      job.after.some(({ kind, name }) => kind === 'service' || late.has(name)) ||
      named(job.after).some(isLate));
  return once.filter((job) => !isLate(job));
}

/** Folders of manifests, which the pipeline applies one after the other. */
const stages = ['base', 'provision', 'migrate', '.', 'jobs'];

function podOrder(platform: Platform): Plain {
  const early = earlyJobs(platform);
  const folderOf = (workload: Workload): string => {
    const job = platform.jobs.find(({ name }) => name === workload.name);
    if (job === undefined) return 'services';
    return job.trigger.kind === 'schedule' ? 'schedules' : early.includes(job) ? 'migrate' : 'jobs';
  };
  const workloads = platformWorkloads(platform).flatMap((workload): [string, Plain][] => [
    [workload.name, { folder: folderOf(workload), waits: podWords(platform, workload) }],
    ...(workload.migrate === null
      ? []
      : [[`${workload.name}-migrate`, { folder: 'migrate', waits: [] }] as [string, Plain]]),
  ]);
  const own = platform.resources.filter(({ provider }) => provider === 'container');
  const servers = own.map((each): [string, Plain] => {
    // A server with edges needs what comes after the stores.
    const late = each.kind === 'container' && standsLate(each);
    const waits = each.kind === 'container' ? podWords(platform, each) : [];
    return [each.name, { folder: late ? 'services' : 'base/stores', waits }];
  });
  const setUps = own
    .filter((each) => each.kind === 'postgres' || (each.kind === 'kafka' && each.topics.length > 0))
    .map(({ name }): [string, Plain] => [`${name}-provision`, { folder: 'provision', waits: [] }]);
  return { pods: Object.fromEntries([...workloads, ...servers, ...setUps]), stages };
}

/** A port of a peer answers once the peer is ready: who may open one waits for that, of services and of servers that run here. */
function podWords(platform: Platform, { name, after }: Pick<Workload, 'name' | 'after'>): string[] {
  const portsOf = ({ kind, name: peer }: After) => {
    const resource = kind === 'resource' ? platform.resources.find((each) => each.name === peer) : undefined;
    if (resource === undefined) return platform.services.find((each) => each.name === peer)?.ports ?? [];
    return resource.kind === 'container' ? resource.ports : [{ number: resource.port, as: resource.port }];
  };
  return after
    .filter(({ kind, given }) => kind !== 'job' && given)
    .filter((each) => platform.resources.every((one) => one.name !== each.name || one.provider === 'container'))
    .flatMap((each) => {
      const open = platform.flows
        .filter(
          ({ from, to, protocol }) =>
            from.name === name && to.kind === each.kind && to.name === each.name && protocol === 'tcp',
        )
        .map(({ port }) => port);
      const port = portsOf(each).find(({ number }) => open.includes(number));
      // Jobs that come after all services have nothing to wait for.
      const late = platform.jobs.some((job) => job.name === name) && port === undefined;
      if (late || (port === undefined && accepts(platform, 'kubernetes', 'unsupported-after'))) return [];
      return [`${each.name}:${port?.as}`];
    })
    .sort();
}

function podWaits(output: K8sOutput): Plain {
  const controllers = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'].flatMap((kind) => output.all(kind));
  const scripts = ['migrate-cluster', 'apply-cluster'].map((name) =>
    output.pipeline.text(`.github/slipway/scripts/${name}.sh`),
  );
  const deploy = output.pipeline.text('.github/workflows/deploy.yml');
  const ordered = deploy.indexOf('migrate-cluster.sh') < deploy.indexOf('apply-cluster.sh');
  return {
    pods: Object.fromEntries(
      controllers.map((controller) => {
        const { name } = controller.metadata;
        const init: ContainerSpec[] = output.pod(name).initContainers ?? [];
        const waits = init.flatMap(({ command }) => {
          const [, host, port] = /^until nc -w 2 (\S+) (\d+) -e true; do sleep 2; done$/.exec(command?.[2] ?? '') ?? [];
          return host === undefined ? [] : [`${host}:${port}`];
        });
        return [name, { folder: output.folderOf(controller), waits: waits.sort() }];
      }),
    ),
    stages: ordered
      ? [...scripts.join('\n').matchAll(/^(?:run_stage (\w+)|apply_folder "\$MANIFESTS(?:\/(\w+))?")$/gm)].map(
          ([, stage, folder = '.']) => stage ?? folder,
        )
      : ['in another order'],
  };
}

function taskOrder(platform: Platform): Plain {
  const managed = new Set(platform.resources.filter(({ provider }) => provider === 'managed').map(({ name }) => name));
  const early = earlyJobs(platform);
  const late = platform.jobs.filter((job) => job.trigger.kind === 'deploy' && !early.includes(job));
  const migrations = platform.services.filter(({ migrate }) => migrate !== null).map(({ name }) => `${name}-migrate`);
  return {
    stacks: Object.fromEntries(
      platformWorkloads(platform).map(({ name, after, uses, publishes, consumes }) => {
        const named = after.filter(({ kind }) => kind === 'resource').map((each) => each.name);
        const used = [...uses, ...publishes, ...consumes].map(({ resource }) => resource);
        return [name, [...new Set([...named, ...used])].filter((store) => managed.has(store)).sort()];
      }),
    ),
    before: [migrations, ...wavesOf(early)].filter((wave) => wave.length > 0),
    after: wavesOf(late),
    // ECS itself knows no order among services.
    unordered: accepts(platform, 'ecs', 'unsupported-start-order')
      ? []
      : [...platform.services, ...serversOf(platform)].flatMap(({ name, after }) =>
          after.filter(({ given, kind }) => given && kind === 'service').map((each) => `${name} after ${each.name}`),
        ),
  };
}

/** Jobs that wait for none of the others, then those that wait for these. */
function wavesOf(jobs: readonly Job[]): string[][] {
  const waits = ({ after }: Job) =>
    jobs.filter(({ name }) => after.some((each) => each.kind === 'job' && each.name === name));
  const depth = (job: Job): number => Math.max(-1, ...waits(job).map(depth)) + 1;
  const depths = [...new Set(jobs.map(depth))].sort();
  return depths.map((each) => jobs.filter((job) => depth(job) === each).map(({ name }) => name));
}

interface Artifact {
  readonly dependencies?: readonly string[];
}

function stackWaits(output: CdkOutput): Plain {
  const { artifacts } = JSON.parse(output.files.get('manifest.json') ?? '{}') as {
    artifacts: Readonly<Record<string, Artifact>>;
  };
  const prefix = `${output.platform.name}-${output.platform.environment.name}-`;
  const stores = output.platform.resources.map(({ name }) => name);
  const { tasks } = output.pipeline.environment(output.platform.environment.name);
  const published = (stack: string, parameter: string) =>
    Object.values(output.templates[stack.slice(prefix.length)]?.Resources ?? {}).some(
      ({ Type, Properties }) =>
        Type === 'AWS::SSM::Parameter' &&
        Properties.Name === parameter &&
        Properties.Value.Ref?.startsWith('TaskDefinition'),
    );
  const waves = (list: NonNullable<typeof tasks>['before']) =>
    list.map((wave) =>
      wave.map(({ name, stack, parameter }) => (published(stack, parameter) ? name : `${name}, which is nowhere`)),
    );
  return {
    stacks: Object.fromEntries(
      platformWorkloads(output.platform).map(({ name }) => [
        name,
        (artifacts[`${prefix}${name}`]?.dependencies ?? [])
          .map((each) => each.slice(prefix.length))
          .filter(
            (each) =>
              stores.includes(each) &&
              output.all('AWS::ECS::Service').every(({ resource }) => resource.Properties.ServiceName !== each),
          )
          .sort(),
      ]),
    ),
    before: waves(tasks?.before ?? []),
    after: waves(tasks?.after ?? []),
    unordered: [],
  };
}
