import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { type Data, find, platformFrom, type Read, readBack, templateOf } from './manifests';

const body = `
gateway: { from: [192.0.2.0/24] }
services:
  sfu:
    image: "sfu:1"
    ports: { http: 8080, media: { number: 50000-50002, protocol: udp, hostPort: true }, stun: { number: 3478, protocol: udp, hostPort: true } }
    scale: 2
  agent: { image: "agent:1", ports: { metrics: 9100, udp: 8125 }, placement: node, files: { /etc/agent.conf: { content: "a" } } }
  plain: { image: "plain:1", ports: { http: 8080 } }
resources:
  turn: { kind: container, image: "turn:1", ports: { relay: { number: 49000-49001, protocol: udp, hostPort: true } } }
`;
const platform = platformFrom(
  body,
  ', tier: production, accept: [host-port, unsupported-gateway-from], kubernetes: { tolerations: [{ key: edge }] }',
);
const objects = readBack(render(platform));
const get = (target: string) => find(objects, target);
const podOf = (target: string): Data => templateOf(get(target))?.spec;
const has = (target: string) => objects.some(({ kind, metadata }: Read) => `${kind}/${metadata.name}` === target);

it('keeps to the schemas', () => {
  expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
});

describe('ports of the node', () => {
  it('are those of the container, each of a range by itself', () => {
    const udp = (port: number) => ({ containerPort: port, hostPort: port, protocol: 'UDP' });
    const [main] = podOf('Deployment/sfu').containers;
    expect(main.ports).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
      { name: 'stun', ...udp(3478) },
      { name: 'media', ...udp(50000) },
      udp(50001),
      udp(50002),
    ]);
    const [server] = podOf('StatefulSet/turn').containers;
    expect(server.ports).toEqual([{ name: 'relay', ...udp(49000) }, udp(49001)]);
  });

  it('are open to those who may reach the gateway', () => {
    const open = (name: string) =>
      get(`NetworkPolicy/${name}`).spec.ingress.filter(({ from }: Data) => from[0].ipBlock?.cidr === '192.0.2.0/24');
    expect(open('sfu').flatMap(({ ports }: Data) => ports)).toEqual([
      { port: 3478, protocol: 'UDP' },
      { port: 50000, endPort: 50002, protocol: 'UDP' },
    ]);
    expect(open('turn').flatMap(({ ports }: Data) => ports)).toEqual([
      { port: 49000, endPort: 49001, protocol: 'UDP' },
    ]);
    expect(has('NetworkPolicy/plain')).toBe(false);
  });

  it('have no Service for a range, and none at all where there is nothing else', () => {
    expect(get('Service/sfu').spec.ports.map(({ port }: Data) => port)).toEqual([8080, 3478]);
    expect(has('Service/turn')).toBe(false);
  });

  it('are free for a new pod when the old one is gone', () => {
    expect(get('Deployment/sfu').spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 1, maxSurge: 0 });
    expect(get('Deployment/plain').spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
  });

  it('leave a namespace without Pod Security, which says so', () => {
    const { labels } = get('Namespace/shop-test').metadata;
    for (const mode of ['enforce', 'audit', 'warn'])
      expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe('privileged');
    const restricted = readBack(render(platformFrom('services: { plain: { image: "plain:1" } }')));
    expect(find(restricted, 'Namespace/shop-test').metadata.labels['pod-security.kubernetes.io/enforce']).toBe(
      'restricted',
    );
  });
});

describe('one instance on each node', () => {
  it('is a DaemonSet in the network of the node', () => {
    const { spec } = get('DaemonSet/agent');
    expect(spec).not.toHaveProperty('replicas');
    expect(spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } });
    expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'agent' });
    expect(podOf('DaemonSet/agent')).toMatchObject({
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      tolerations: [{ key: 'edge', operator: 'Exists' }],
    });
    expect(podOf('DaemonSet/agent')).not.toHaveProperty('topologySpreadConstraints');
    expect(podOf('Deployment/plain')).not.toHaveProperty('hostNetwork');
  });

  it('has the ports of its node, as the API server wants it in that network', () => {
    const [main] = podOf('DaemonSet/agent').containers;
    expect(main.ports).toEqual([
      { name: 'udp', containerPort: 8125, hostPort: 8125, protocol: 'UDP' },
      { name: 'metrics', containerPort: 9100, hostPort: 9100, protocol: 'TCP' },
    ]);
  });

  it('is nothing that scales or keeps apart', () => {
    for (const target of ['Deployment/agent', 'HorizontalPodAutoscaler/agent', 'PodDisruptionBudget/agent'])
      expect(has(target)).toBe(false);
    expect(platform.services.find(({ name }) => name === 'agent')?.scale).toMatchObject({ min: 1, max: 1 });
  });
});
