import type { Health, Platform, Probe, Route } from '../../../platform/index';
import { accepts, runsOn } from '../accepts';
import { mapValues, routedOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';
import { targetGroupsOf } from '../outputs/cdk-targets';
import type { ComposeService } from '../outputs/compose';
import type { ProbeSpec } from '../outputs/k8s';

/** What is asked for its health: services, and resources of kind `container`. */
function asked(platform: Platform): Record<string, { readonly health: Health; readonly routes: readonly Route[] }> {
  return Object.fromEntries(
    routedOf(platform).map(({ name, health, routes }) => [
      name,
      { health, routes: routes.filter(({ answer }: Route) => answer === null) },
    ]),
  );
}

export const health: Fact = {
  title: 'every service is asked for its health as its description says, by whatever asks on the target',
  expected: (platform) =>
    mapValues(asked(platform), ({ health, routes }): Plain => {
      if (runsOn(platform, 'compose')) return ofCompose(health);
      return runsOn(platform, 'kubernetes') ? ofKubernetes(health) : ofEcs(platform, health, routes);
    }),
  compose: (output) => mapValues(asked(output.platform), (_, name) => composeCheck(output.service(name))),
  k8s: (output) =>
    mapValues(asked(output.platform), (_, name) => {
      const { livenessProbe, readinessProbe, startupProbe } = output.containers()[name] ?? {};
      return {
        liveness: probeSpec(livenessProbe),
        readiness: probeSpec(readinessProbe),
        givenUp: givenUpAt(startupProbe),
        startupAsks: startupProbe === undefined ? '' : specWord(startupProbe),
      };
    }),
  cdk: (output) =>
    mapValues(asked(output.platform), (_, name) => ({
      container: containerCheck(output, name),
      balancer: balancerChecks(output, name),
      grace: graceOf(output, name),
      unasked: [],
    })),
};

function wordOf({ action, number }: Probe): string {
  switch (action.kind) {
    case 'http':
      return `GET :${number}${action.path} ${JSON.stringify(action.headers)}`;
    case 'grpc':
      return `gRPC :${number} ${action.service}`;
    case 'tcp':
      return `TCP :${number}`;
    case 'command':
      return `run ${JSON.stringify(action.command)}`;
  }
}

/** Seconds until a start that never answers is given up, on every target: the budget, then the failures that it takes. */
function givenUp({ delay, interval, failures }: Probe, startup: number): number {
  return delay + startup + failures * interval;
}

function givenUpAt(spec: ProbeSpec | undefined): number {
  if (spec === undefined) return 0;
  return (spec.initialDelaySeconds ?? 0) + (spec.failureThreshold ?? 3) * (spec.periodSeconds ?? 10);
}

/** Compose makes one check, of whether others may use the service; where nothing says so, of whether it is alive. */
function ofCompose({ liveness, readiness, startup }: Health): Plain {
  const probe = readiness ?? liveness;
  if (probe === null) return null;
  const { delay, interval, timeout, failures } = probe;
  return {
    asks: wordOf(probe),
    interval,
    timeout,
    failures,
    startup: startup + delay,
    givenUp: givenUp(probe, startup),
  };
}

function composeCheck({ healthcheck, volumes = [] }: ComposeService): Plain {
  if (healthcheck === undefined) return null;
  const { test, interval, timeout, retries, start_period } = healthcheck;
  const [, program = '', ...words] = test;
  const there = volumes.some((each) => program.startsWith(`${each.target}/`) && each.target.startsWith('/.slipway'));
  const asks = program.startsWith('/.slipway') ? (there ? toolWord(program, words) : `${program} is not there`) : '';
  return {
    asks: asks === '' ? `run ${JSON.stringify(test.slice(1))}` : asks,
    interval: Number.parseInt(interval, 10),
    timeout: Number.parseInt(timeout, 10),
    failures: retries,
    startup: Number.parseInt(start_period, 10),
    givenUp: Number.parseInt(start_period, 10) + retries * Number.parseInt(interval, 10),
  };
}

/** What the programs ask that Slipway puts into containers: wget, nc and grpc-health-probe. */
function toolWord(program: string, words: readonly string[]): string {
  const tool = program.split('/').pop();
  if (tool === 'nc') return `TCP :${words[words.indexOf('127.0.0.1') + 1]}`;
  if (tool === 'wget') {
    const { port, pathname, search } = new URL(words.at(-1) ?? '');
    const headers = words.flatMap((word, at) => (words[at - 1] === '--header' ? [word.split(/: (.*)/s)] : []));
    return `GET :${port}${pathname}${search} ${JSON.stringify(Object.fromEntries(headers))}`;
  }
  const option = (name: string) => words.find((word) => word.startsWith(`-${name}=`))?.slice(name.length + 2) ?? '';
  return `gRPC :${option('addr').split(':')[1]} ${option('service')}`;
}

function ofKubernetes({ liveness, readiness, startup }: Health): Plain {
  const held = liveness !== null && startup > 0;
  return {
    liveness: timesOf(liveness),
    readiness: timesOf(readiness),
    // Counted in tries: no less than the budget.
    givenUp: held ? givenUp(liveness, Math.ceil(startup / liveness.interval) * liveness.interval) : 0,
    startupAsks: held ? wordOf(liveness) : '',
  };
}

function timesOf(probe: Probe | null): Plain {
  if (probe === null) return null;
  const { delay, interval, timeout, failures } = probe;
  return { asks: wordOf(probe), delay, interval, timeout, failures };
}

function probeSpec(spec: ProbeSpec | undefined): Plain {
  if (spec === undefined) return null;
  return {
    asks: specWord(spec),
    delay: spec.initialDelaySeconds ?? 0,
    interval: spec.periodSeconds ?? 10,
    timeout: spec.timeoutSeconds ?? 1,
    failures: spec.failureThreshold ?? 3,
  };
}

function specWord({ httpGet, grpc, tcpSocket, exec }: ProbeSpec): string {
  if (httpGet !== undefined) {
    const headers = (httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]);
    return `GET :${httpGet.port}${httpGet.path} ${JSON.stringify(Object.fromEntries(headers))}`;
  }
  if (grpc !== undefined) return `gRPC :${grpc.port} ${grpc.service ?? ''}`;
  if (tcpSocket !== undefined) return `TCP :${tcpSocket.port}`;
  return `run ${JSON.stringify(exec?.command)}`;
}

/** ECS runs one command in a container; a load balancer asks what it routes to, and ECS replaces what fails there. */
function ofEcs(platform: Platform, health: Health, routes: readonly Route[]): Plain {
  const { liveness, readiness, startup } = health;
  const command = [liveness, readiness].find((probe) => probe?.action.kind === 'command') ?? null;
  const question = readiness ?? liveness;
  const groups = new Map(routes.map((route) => [groupOf(routes, route), route]));
  const made = [...groups.values()].filter((route) => question !== null && canAsk(route, question));
  const unasked = [liveness, readiness].filter(
    (probe) => probe !== null && (probe.action.kind === 'command' ? !isSame(probe, command) : made.length === 0),
  );
  return {
    container:
      command === null
        ? null
        : {
            asks: wordOf(command),
            ...bounded(platform, command, [2, 60], [1, 10]),
            startup: Math.min(startup + command.delay, 300),
          },
    balancer: [...groups.values()]
      .map((route) => {
        if (question === null || !made.includes(route)) return 'any answer';
        const { action } = question;
        const headers = accepts(platform, 'ecs', 'unsupported-health-headers') ? {} : undefined;
        const plain = action.kind === 'http' ? { ...action, headers: headers ?? action.headers } : action;
        // Every answer of a server says that it takes connections.
        const any = action.kind === 'tcp' && route.listen === 0 ? `any answer :${question.number}` : '';
        return {
          asks: any === '' ? wordOf({ ...question, action: plain }) : any,
          ...bounded(platform, question, [2, 120], [2, 10]),
        };
      })
      .map((each) => JSON.stringify(each))
      .sort(),
    // Until then ECS looks over what the balancer says of a new task.
    grace: routes.length === 0 || question === null ? 0 : graceFor(question, startup),
    // What nobody said is no loss.
    unasked:
      !health.given || accepts(platform, 'ecs', 'unsupported-health')
        ? []
        : unasked.map((probe) => (probe === null ? '' : wordOf(probe))),
  };
}

/** A start that never answers is given up when the grace period ends, and never before the balancer's own failures. */
function graceFor(question: Probe, startup: number): number {
  const start = startup + question.delay;
  return start === 0 ? 0 : givenUp(question, startup);
}

/** What is one target group: a port and how it is reached; a number that is public by tcp and by udp is reached by both at once. */
function groupOf(routes: readonly Route[], { number, sticky, cookie, weight, listen }: Route): string {
  // Ports that share their requests with others have a group beside that of their own routes.
  if (listen === 0) return `${number} ${sticky} ${cookie} ${weight !== null}`;
  const transports = routes
    .filter((each) => each.listen === listen && each.number === number)
    .map((each) => each.protocol)
    .sort();
  return `${number} by ${transports.join('_')}`;
}

function isSame(one: Probe, other: Probe | null): boolean {
  return other !== null && wordOf(one) === wordOf(other);
}

function canAsk({ protocol }: Route, { action }: Probe): boolean {
  if (action.kind === 'command') return false;
  if (action.kind === 'tcp') return true;
  if (protocol === 'grpc') return action.kind === 'grpc' && action.service === '';
  return action.kind === 'http';
}

/** The nearest times that the target takes, where the environment accepts that they are not those of the description. */
function bounded(
  platform: Platform,
  { interval, timeout, failures }: Probe,
  timeouts: readonly [number, number],
  tries: readonly [number, number],
): { readonly interval: number; readonly timeout: number; readonly failures: number } {
  if (!accepts(platform, 'ecs', 'unsupported-health-timing')) return { interval, timeout, failures };
  const within = (value: number, [least, most]: readonly [number, number]) => Math.min(Math.max(value, least), most);
  return {
    interval: within(interval, [5, 300]),
    timeout: within(timeout, timeouts),
    failures: within(failures, tries),
  };
}

function containerCheck(output: CdkOutput, name: string): Plain {
  const check = output.containers()[name]?.definition.HealthCheck;
  if (check === undefined) return null;
  const [kind, ...command] = check.Command;
  return {
    asks: kind === 'CMD' ? `run ${JSON.stringify(command)}` : `run in a shell ${JSON.stringify(command)}`,
    interval: check.Interval,
    timeout: check.Timeout,
    failures: check.Retries,
    startup: check.StartPeriod ?? 0,
  };
}

function balancerChecks(output: CdkOutput, name: string): string[] {
  const { template } = output.task(name);
  return targetGroupsOf(output, template)
    .map(({ resource: { Properties: group } }): Plain => {
      // Without a port of its own a check goes where traffic goes, and nobody has said what it should ask.
      if (group.HealthCheckPort === undefined) return 'any answer';
      return {
        asks: groupWord(group),
        interval: group.HealthCheckIntervalSeconds,
        timeout: group.HealthCheckTimeoutSeconds,
        failures: group.UnhealthyThresholdCount,
      };
    })
    .map((each) => JSON.stringify(each))
    .sort();
}

function graceOf(output: CdkOutput, name: string): number {
  const service = output.all('AWS::ECS::Service').find(({ resource }) => resource.Properties.ServiceName === name);
  return service?.resource.Properties.HealthCheckGracePeriodSeconds ?? 0;
}

// biome-ignore lint/suspicious/noExplicitAny: templates are read back as the plain data that they are
function groupWord(group: any): string {
  const { HealthCheckPort: port, HealthCheckPath: path, Matcher: matcher = {} } = group;
  if (group.HealthCheckProtocol === 'TCP') return `TCP :${port}`;
  if (matcher.GrpcCode === '0' && path === '/grpc.health.v1.Health/Check') return `gRPC :${port} `;
  if (matcher.HttpCode === '200-399') return `GET :${port}${path} {}`;
  return `any answer :${port}`;
}
