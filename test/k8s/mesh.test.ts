import { render } from '../../k8s/index';
import { type Data, find, mainOf, platformFrom, readBack } from './manifests';

const objects = readBack(
  render(
    platformFrom(`services:
  geo: { image: "geo:1", ports: { grpc: { number: 9090, as: 90 }, udp: 7946, metrics: 9100 }, env: { AT: "\${instance.ip:-0.0.0.0}:9090" } }
  search: { image: "search:1", ports: { grpc: 9091 } }
  web: { image: "web:1", ports: { http: 8080 } }
jobs: { load: { image: "load:1" } }
resources: { hub: { kind: consul } }
meshes: { discovery: [geo, search, hub.http, load] }`),
  ),
);

const named = (peers: Data[]) => peers.map((peer) => peer.podSelector.matchLabels['app.kubernetes.io/name']);
const policy = (name: string) => find(objects, `NetworkPolicy/${name}`).spec;

describe('a mesh on Kubernetes', () => {
  it('lets every member in at the ports of its pods, further replicas too', () => {
    const everybody = ['geo', 'hub', 'load', 'search'];
    const opened = (name: string) =>
      policy(name).ingress.map(({ from, ports }: Data) => [ports[0].port, ports[0].protocol, named(from)]);
    expect(opened('geo')).toEqual([
      [7946, 'UDP', everybody],
      [9090, 'TCP', everybody],
    ]);
    expect(opened('search')).toEqual([[9091, 'TCP', everybody]]);
    expect(opened('hub')).toEqual([[8500, 'TCP', everybody]]);
  });

  it('lets every member out to the others, a server and a job too, and nobody else', () => {
    for (const name of ['geo', 'search', 'hub', 'load']) {
      expect([name, policy(name).egress.map(({ to }: Data) => named(to)[0])]).toEqual([name, ['geo', 'hub', 'search']]);
    }
    expect(() => policy('web')).toThrow();
  });

  it('tells a pod its own address, whatever stands in its place elsewhere', () => {
    const env = mainOf(find(objects, 'Deployment/geo')).env as Data[];
    expect(env.find(({ name }) => name === 'AT').value).toBe('$(SLIPWAY_INSTANCE_IP):9090');
    expect(env.find(({ name }) => name === 'SLIPWAY_INSTANCE_IP').valueFrom.fieldRef.fieldPath).toBe('status.podIP');
  });
});
