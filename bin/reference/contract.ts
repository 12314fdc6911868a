import { formatProblem, loadText, type Platform, printText, resolve, type Service } from '../../platform/index';
import { code, markdownTable, page, section } from './markdown';

const intro = `What a service finds in its environment, the same on every runtime. A name in \`env\` wins over a name given here.
\`slipway explain <service> --env\` prints the variables of a real service. Values in angle brackets are known on the target alone; a password is
never in an output.`;

/** Each service shows one part of the contract; \`base\` has none of them. */
const sample = `platform: example
services:
  base: { image: example/base }
  ports: { image: example/ports, ports: { http: 8080, grpc: 9090 }, health: none }
  users: { image: example/users, ports: { http: 8080, grpc: 9090 } }
  caller: { image: example/caller, calls: [users] }
  keeper: { image: example/keeper, uses: [main.orders] }
  keeper-of-two: { image: example/keeper, uses: [{ name: main.orders, access: read }, main.users] }
  cacher: { image: example/cacher, uses: [cache] }
  producer: { image: example/producer, publishes: [events.created] }
  consumer: { image: example/consumer, consumes: [events.created] }
  worker: { image: example/worker, consumes: [tasks.mail] }
  searcher: { image: example/searcher, uses: [search] }
resources:
  main: { kind: postgres, databases: [orders, users] }
  cache: { kind: redis }
  events: { kind: kafka, topics: [created] }
  tasks: { kind: rabbitmq, queues: [mail] }
  search: { kind: container, image: example/search, ports: { http: 9200 } }
environments:
  plain: { runtime: compose }
  traced: { runtime: compose, telemetry: { endpoint: "http://collector:4317" } }
`;

const sections: readonly (readonly [title: string, service: string, said: string])[] = [
  [
    'Ports',
    'ports',
    '`PORT` is the main port; every named port has a variable of its own. Here: `ports: { http: 8080, grpc: 9090 }`.',
  ],
  ['calls', 'caller', 'Here: `calls: [users]`, a service with the ports http and grpc.'],
  ['uses, postgres', 'keeper', 'Here: `uses: [main.orders]`.'],
  [
    'uses, postgres with several databases',
    'keeper-of-two',
    'The first has the plain names; each has a URL of its own name. Here: `uses: [main.orders, main.users]`.',
  ],
  ['uses, redis', 'cacher', 'Here: `uses: [cache]`.'],
  ['publishes, kafka', 'producer', 'Here: `publishes: [events.created]`.'],
  ['consumes, kafka', 'consumer', 'Here: `consumes: [events.created]`.'],
  ['publishes and consumes, rabbitmq', 'worker', 'Here: `consumes: [tasks.mail]`.'],
  ['uses, container', 'searcher', 'Here: `uses: [search]`, a resource with the port http.'],
];

/** The variables of the contract, read from resolved services. */
export function contractPage(): string {
  const plain = platformOf('plain');
  const base = service(plain, 'base');
  const common = new Set(base.env.map(({ name }) => name));
  const traced = service(platformOf('traced'), 'base').env.filter(({ name }) => !common.has(name));
  return (
    page('The contract with a service', intro, 'the variables that sample services get') +
    section('Always', variables(base.env, 'Of a service `base`.')) +
    section(
      'telemetry',
      variables(
        traced,
        'With `telemetry: { endpoint: "http://collector:4317" }` in the environment, instead of `OTEL_SDK_DISABLED`.',
      ),
    ) +
    sections
      .map(([title, name, said]) => {
        const own = service(plain, name).env.filter((variable) => !common.has(variable.name));
        return section(title, variables(own, said));
      })
      .join('')
  );
}

function platformOf(environment: string): Platform {
  const { document, problems } = loadText('sample.yaml', sample);
  const resolved = document === undefined ? { problems } : resolve(document, environment);
  if (!('platform' in resolved) || resolved.platform === undefined)
    throw new Error(resolved.problems.map(formatProblem).join('\n'));
  return resolved.platform;
}

function service({ services }: Platform, name: string): Service {
  const found = services.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the sample has no service ${name}`);
  return found;
}

function variables(list: Service['env'], said: string): string {
  const rows = list.map(({ name, value, secret }) => [code(name), code(printText(value)), secret ? 'yes' : '']);
  return `${said}\n\n${markdownTable(['variable', 'value', 'secret'], rows)}`;
}
