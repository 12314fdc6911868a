import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { type Data, find, platformFrom, readBack } from './manifests';

const platform = platformFrom(
  `
services:
  web:
    image: "web:1"
    ports: { http: 8080, metrics: 9100 }
    egress:
      - { cidr: 198.51.100.0/24, protocol: udp, ports: [49152-65535, 3478] }
      - { cidr: 198.51.100.0/24, ports: [3478] }
      - { cidr: "::/0", ports: [443] }
      - { cidr: "2001:db8::/32", ports: [443] }
      - { host: api.example.com, ports: [443, 8000-8100] }
      - { host: rates.example.com, protocol: udp, ports: [443] }
      - { namespace: logging, labels: { app: loki, tier: write }, ports: [3100] }
      - { namespace: mail, ports: [25] }
  quiet: { image: "quiet:1", ports: { http: 8080, admin: 9101 } }
resources:
  bus: { kind: container, image: "bus:1", ports: { tcp: 4222, metrics: 7777 } }
jobs:
  seed: { image: "seed:1", egress: [{ cidr: 0.0.0.0/0, protocol: udp, ports: [123] }] }
`,
  ', accept: [unsupported-egress-host], kubernetes: { scrapers: [{ namespace: monitoring, labels: { app: prometheus } }, { labels: { role: scraper } }, { namespace: agents }] }',
);
const objects = readBack(render(platform));
const policy = (name: string): Data => find(objects, `NetworkPolicy/${name}`).spec;
const rulesTo = (name: string, peer: Data): Data[] =>
  policy(name).egress.filter(({ to }: Data) => JSON.stringify(to) === JSON.stringify([peer]));
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const anyone = { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } };

it('keeps to the schemas', () => {
  expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
});

describe('ways out', () => {
  it('are open by transport and by ranges of ports', () => {
    expect(rulesTo('web', { ipBlock: { cidr: '198.51.100.0/24' } })).toEqual([
      {
        to: [{ ipBlock: { cidr: '198.51.100.0/24' } }],
        ports: [
          { port: 3478, protocol: 'TCP' },
          { port: 3478, protocol: 'UDP' },
          { port: 49152, endPort: 65535, protocol: 'UDP' },
        ],
      },
    ]);
  });

  it('lead to IPv6 too, never to the credentials of the node', () => {
    const all = { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } };
    expect(rulesTo('web', all)).toEqual([{ to: [all], ports: [{ port: 443, protocol: 'TCP' }] }]);
    expect(rulesTo('web', { ipBlock: { cidr: '2001:db8::/32' } })).toHaveLength(1);
    const time = { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } };
    expect(rulesTo('seed', time)).toEqual([{ to: [time], ports: [{ port: 123, protocol: 'UDP' }] }]);
  });

  it('are open to every address by name, where the environment lives with it, and say so', () => {
    expect(rulesTo('web', anyone)).toEqual([
      {
        to: [anyone],
        ports: [
          { port: 443, protocol: 'TCP' },
          { port: 443, protocol: 'UDP' },
          { port: 8000, endPort: 8100, protocol: 'TCP' },
        ],
      },
    ]);
    const why = 'any address, since a NetworkPolicy knows no host names';
    expect(find(objects, 'NetworkPolicy/web').metadata.annotations?.['slipway/egress']?.split('\n')).toEqual([
      `api.example.com: port 443 of ${why}`,
      `api.example.com: ports 8000-8100 of ${why}`,
      `rates.example.com: UDP port 443 of ${why}`,
    ]);
  });

  it('lead to pods of another namespace, by their labels or to all of them', () => {
    const loki = { ...namespace('logging'), podSelector: { matchLabels: { app: 'loki', tier: 'write' } } };
    const rules = policy('web').egress.filter(({ to }: Data) => to[0].namespaceSelector !== undefined);
    expect(rules).toEqual([
      { to: [loki], ports: [{ port: 3100, protocol: 'TCP' }] },
      { to: [namespace('mail')], ports: [{ port: 25, protocol: 'TCP' }] },
    ]);
  });
});

describe('ports named metrics', () => {
  const scrapers = [
    namespace('agents'),
    { ...namespace('monitoring'), podSelector: { matchLabels: { app: 'prometheus' } } },
    { podSelector: { matchLabels: { role: 'scraper' } } },
  ];
  const sorted = (list: Data[]) => list.map((each) => JSON.stringify(sortKeys(each))).sort();

  it.each([
    ['web', 9100],
    ['bus', 7777],
  ])('are open to whoever collects them: of %s', (name, port) => {
    const [rule, ...others] = policy(name).ingress;
    expect(others).toEqual([]);
    expect(rule.ports).toEqual([{ port, protocol: 'TCP' }]);
    expect(sorted(rule.from)).toEqual(sorted(scrapers));
  });

  it('alone: what has none lets nobody in', () => {
    expect(objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'quiet')).toEqual([]);
  });
});

/** Objects alike whatever the order of their keys. */
function sortKeys(value: Data): Data {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
