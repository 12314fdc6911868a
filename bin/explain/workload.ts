import {
  type Container,
  type ContainerResource,
  type Egress,
  formatDuration,
  formatMemory,
  formatStorage,
  type Job,
  names,
  numbersOf,
  type Platform,
  printText,
  readersOf,
  routing,
  type Service,
  type Text,
  type Workload,
} from '../../platform/index';
import type { ModelPath, Origins } from './origins';
import { printAmounts, printImage, printList, printProbe } from './print';
import type { Row } from './rows';

/** What was decided about a service. */
export function serviceRows(service: Service, origins: Origins): Row[] {
  const { name, ports, aliases, routes, health, scale, drain, migrate } = service;
  const row = rowMaker(['services', name], origins);
  return [
    ...containerRows(service, origins.platform, row),
    ...contractRows(service, row),
    ...ports.map((port) => {
      const as = port.as === port.number ? '' : `, callers use ${port.as}`;
      const variable = names.environmentVariable(port.name, 'port');
      const given = service.env.some((each) => each.name === variable && each.from === 'contract');
      const told = given ? `, told as ${variable}` : '';
      const range = port.last === port.number ? '' : `-${port.last}`;
      const host = port.hostPort ? ', published on the host' : '';
      return row(
        `port ${port.name}`,
        `${port.protocol} ${port.number}${range}${as}${host}${told}`,
        'ports',
        port.name,
        'number',
      );
    }),
    ...(aliases.length > 0 ? [row('aliases', printList(aliases), 'aliases')] : []),
    ...routes.map((route, at) => row(`route ${at + 1}`, printRoute(route), 'routes', String(at))),
    row('liveness', printProbe(health.liveness), 'health', 'liveness'),
    row('readiness', printProbe(health.readiness), 'health', 'readiness'),
    row('startup', formatDuration(health.startup), 'health', 'startup'),
    ...(service.publicAddress ? [row('publicAddress', 'one for each instance', 'publicAddress')] : []),
    ...(service.placement === 'node' ? [row('placement', 'one on each node, in its network', 'placement')] : []),
    row('scale.min', String(scale.min), 'scale', 'min'),
    row('scale.max', String(scale.max), 'scale', 'max'),
    ...(['cpu', 'memory', 'requests', 'lag'] as const)
      .filter((key) => scale[key] > 0)
      .map((key) => row(`scale.${key}`, String(scale[key]), 'scale', key)),
    row('update', service.update, 'update'),
    row('drain', formatDuration(drain.shutdown), 'drain', 'shutdown'),
    row('drain times', printDrain(service), 'drain', 'grace'),
    ...edgeRows(service, row),
    ...(migrate === null
      ? []
      : [
          row(
            'migrate',
            `${words([...migrate.command, ...migrate.args])}, at most ${formatDuration(migrate.timeout)}`,
            'migrate',
          ),
        ]),
  ];
}

/** What was decided about a job. */
export function jobRows(job: Job, origins: Origins): Row[] {
  const row = rowMaker(['jobs', job.name], origins);
  const { trigger } = job;
  const when = trigger.kind === 'deploy' ? 'on each deploy' : `${trigger.schedule}, ${trigger.timezone}`;
  return [
    row('runs', when, 'trigger', 'kind'),
    row('timeout', formatDuration(job.timeout), 'timeout'),
    row('retries', String(job.retries), 'retries'),
    row('concurrency', job.concurrency, 'concurrency'),
    ...containerRows(job, origins.platform, row),
    ...contractRows(job, row),
    ...edgeRows(job, row),
  ];
}

type MakeRow = (label: string, value: string, ...path: string[]) => Row;

/** Rows whose paths start at one entry of the model. */
export function rowMaker(base: ModelPath, origins: Origins): MakeRow {
  return (label, value, ...path) => ({ label, value, origin: origins.of([...base, ...path]) });
}

/** What every container has; containers beside and before it by their names alone. */
export function containerRows(container: Container, platform: Platform, row: MakeRow, ...inner: string[]): Row[] {
  const { runtime } = platform.environment;
  const {
    image,
    architecture,
    command,
    args,
    user,
    readOnlyRoot,
    writable,
    volumes,
    mounts,
    hostPaths,
    capabilities,
    files,
    sysctls,
  } = container;
  const at = (label: string, value: string, ...path: string[]) => row(label, value, ...inner, ...path);
  const { cpu, memory } = printAmounts(container, runtime);
  return [
    at('image', printImage(image), 'image', image.kind === 'build' ? 'context' : 'reference'),
    at('architecture', architecture, 'architecture'),
    ...(command.length > 0 ? [at('command', words(command), 'command')] : []),
    ...(args.length > 0 ? [at('args', words(args), 'args')] : []),
    at('cpu', cpu, 'cpu', 'limit'),
    at('memory', memory, 'memory', 'limit'),
    at('user', user === null ? "the image's own" : numbersOf(user), 'user', 'uid'),
    at('root file system', readOnlyRoot ? 'read-only' : 'may be written', 'readOnlyRoot'),
    ...writable.map(({ path, medium, size }) =>
      at(`writable ${path}`, `${formatMemory(size)} in ${medium}`, 'writable'),
    ),
    ...volumes.map((volume) =>
      at(`volume ${volume.name}`, printVolume(container.name, volume, platform), 'volumes', volume.name, 'size'),
    ),
    ...(mounts.length > 0 ? [at('mounts', printList(mounts.map(printMount)), 'mounts')] : []),
    ...hostPaths.map(({ path, from, readOnly }) =>
      at(`host path ${path}`, `${from} of the machine${readOnly ? ', read-only' : ''}`, 'hostPaths', path),
    ),
    ...files.map((file) => at(`file ${file.path}`, file.secret ? 'with secret values' : 'plain', 'files', file.path)),
    ...(capabilities.length > 0 ? [at('capabilities', printList(capabilities), 'capabilities')] : []),
    ...Object.entries(sysctls).map(([name, value]) => at(`sysctl ${name}`, value, 'sysctls', name)),
  ];
}

function printMount({ path, owner, volume }: Container['mounts'][number]): string {
  return `${owner}.${volume} at ${path}, read-only`;
}

/** How large it is, where that is a limit, and who else reads it. */
function printVolume(owner: string, { name, path, size }: Container['volumes'][number], platform: Platform): string {
  const { runtime } = platform.environment;
  const server = platform.resources.some((each) => each.name === owner);
  const efs = runtime === 'ecs' && !server;
  const readers = readersOf(platform, owner, name);
  const claim = runtime === 'kubernetes' && readers.length > 0 ? ', one claim ReadWriteMany for all' : '';
  return [
    `${efs ? 'EFS, which grows as it is filled,' : formatStorage(size)} at ${path}${claim}`,
    ...(readers.length > 0 ? [`read by ${printList(readers)}`] : []),
  ].join(', ');
}

/** Every workload with the contract has some variable of it. */
function contractRows({ env }: Workload, row: MakeRow): Row[] {
  return env.some(({ from }) => from === 'contract')
    ? []
    : [row('contract', 'none: its own variables only', 'contract')];
}

/** Edges, waits and containers beside it: of workloads, and of servers of kind `container`. */
export function edgeRows(user: Workload | ContainerResource, row: MakeRow): Row[] {
  const parts = (list: readonly { resource: string; part: string }[]) =>
    list.map(({ resource, part }) => join(resource, part));
  const uses = user.uses.map(
    ({ resource, part, access }) => `${join(resource, part)}${part === '' ? '' : ` (${access})`}`,
  );
  const rows: (readonly [string, readonly string[]])[] = [
    ['calls', user.calls.map(({ service, ports }) => `${service} (${ports.join(', ')})`)],
    ['uses', uses],
    ['publishes', parts(user.publishes)],
    ['consumes', parts(user.consumes)],
    ['egress', user.egress.map(printEgress)],
    ['after', user.after.map(({ name, condition }) => `${name} ${condition}`)],
    ['init', user.init.map(({ name, image }) => `${name}: ${printImage(image)}`)],
    ['sidecars', user.sidecars.map(({ name, image }) => `${name}: ${printImage(image)}`)],
  ];
  return rows.filter(([, list]) => list.length > 0).map(([label, list]) => row(label, printList(list), label));
}

function printEgress({ to, protocol, ports }: Egress): string {
  const labels = to.kind === 'namespace' ? Object.entries(to.labels).map(([key, value]) => ` ${key}=${value}`) : [];
  const place =
    to.kind === 'range' ? to.cidr : to.kind === 'host' ? to.host : `namespace ${to.namespace}${labels.join('')}`;
  const numbers = ports.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
  return `${place} ${protocol === 'udp' ? 'UDP ' : ''}port ${numbers.join(', ')}`;
}

function join(resource: string, part: string): string {
  return part === '' ? resource : `${resource}.${part}`;
}

function words(list: readonly Text[]): string {
  return list.map(printText).join(' ');
}

export function printRoute(route: Service['routes'][number]): string {
  const place = route.listen > 0 ? printRaw(route) : `${route.host}${route.path}`;
  const extras = [
    ...routing.printConditions(route),
    ...(route.weight === null ? [] : [`weight ${route.weight}`]),
    route.answer === null ? `to ${route.port} ${route.number}` : routing.printAnswer(route.answer),
    ...(route.rewrite === route.path ? [] : [`as ${route.rewrite}`]),
    ...(route.auth === 'required' ? ['token required'] : []),
    ...(route.sticky ? [route.cookie === '' ? 'sticky' : `sticky by cookie ${route.cookie}`] : []),
    ...(route.listen > 0 || route.answer !== null ? [] : [`at most ${formatDuration(route.timeout)}`]),
  ];
  return [place, ...extras].join(', ');
}

function printRaw({ protocol, host, listen, tls }: Service['routes'][number]): string {
  const how = { none: '', terminate: ', TLS ends at the gateway', passthrough: ', TLS is passed on' }[tls];
  return `${host === '' ? `${protocol} port ${listen}` : `${protocol} ${host}:${listen}`}${how}`;
}

function printDrain({ drain: { deregistration, preStop, shutdown, grace } }: Service): string {
  const [out, wait, server, kill] = [deregistration, preStop, shutdown, grace].map(formatDuration);
  return `load balancer ${out}, wait ${wait}, server ${server}, killed after ${kill}`;
}

/** The variables of a container, with who gives each. */
export function variableRows(base: ModelPath, { env }: Container, origins: Origins): Row[] {
  return env.map((variable) => ({
    label: variable.name,
    value: printText(variable.value),
    origin: origins.ofVariable(base, variable),
  }));
}

/** Who may open which of its ports, and what it may open: nothing else is open. */
export function flowRows(
  { flows }: Platform,
  kind: 'service' | 'job' | 'resource',
  name: string,
): { in: Row[]; out: Row[] } {
  const origin = { kind: 'default', reason: '' } as const;
  const row = (label: string, port: number, protocol: string): Row => ({ label, value: `${port}/${protocol}`, origin });
  const who = (end: { kind: string; name: string }) => (end.kind === 'gateway' ? 'gateway' : end.name);
  return {
    in: flows
      .filter(({ to }) => to.kind === kind && to.name === name)
      .map(({ from, port, protocol }) => row(who(from), port, protocol)),
    out: flows
      .filter(({ from }) => from.kind === kind && from.name === name)
      .map(({ to, port, protocol }) => row(to.name, port, protocol)),
  };
}
