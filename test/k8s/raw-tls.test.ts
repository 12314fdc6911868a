import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { type Data, platformFrom, readBack } from './manifests';

const made = readBack(
  render(
    platformFrom(`
services:
  broker:
    image: "broker:1"
    ports: { mqtt: { number: 1883, as: 83, protocol: tcp }, sync: { number: 1884, protocol: tcp }, log: { number: 514, protocol: tcp } }
    routes:
      - { port: mqtt, listen: 8883, tls: terminate }
      - { port: sync, listen: 8884, tls: passthrough, host: sync.example.com }
      - { port: mqtt, listen: 8884, tls: passthrough, host: mqtt.example.com }
      - { port: log }
`),
  ),
);
const gateway = made.find(({ kind }) => kind === 'Gateway');
const listeners: Data[] = gateway?.spec.listeners.filter(({ protocol }: Data) => protocol === 'TLS');

it('has a listener for each name and port, that ends TLS or passes it on', () => {
  expect(listeners.map(({ hostname, port, tls }) => [hostname, port, tls])).toEqual([
    ['mqtt.broker.shop.example.com', 8883, { mode: 'Terminate', certificateRefs: [{ name: 'shop-tls' }] }],
    ['sync.example.com', 8884, { mode: 'Passthrough' }],
    ['mqtt.example.com', 8884, { mode: 'Passthrough' }],
  ]);
  expect(new Set(listeners.map(({ name }) => name)).size).toBe(3);
});

it('leads each listener to a port of the service, by the number that callers use', () => {
  const routes = made.filter(({ kind }) => kind === 'TLSRoute');
  expect(routes.map(({ spec }) => [spec.hostnames, spec.rules])).toEqual([
    [['mqtt.broker.shop.example.com'], [{ backendRefs: [{ name: 'broker', port: 83 }] }]],
    [['sync.example.com'], [{ backendRefs: [{ name: 'broker', port: 1884 }] }]],
    [['mqtt.example.com'], [{ backendRefs: [{ name: 'broker', port: 83 }] }]],
  ]);
  const sections = routes.map(({ spec }) => spec.parentRefs[0].sectionName);
  expect(sections).toEqual(listeners.map(({ name }) => name));
  expect(new Set(routes.map(({ metadata }) => metadata.name)).size).toBe(3);
});

it('keeps a load balancer of its own for the rest alone', () => {
  const balancers = made.filter(({ kind, spec }) => kind === 'Service' && spec.type === 'LoadBalancer');
  expect(balancers.flatMap(({ spec }) => spec.ports.map(({ port }: Data) => port))).toEqual([514]);
});

it('lets the gateway in where it knows the TLS, and clients where it does not', () => {
  const policy = made.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('broker'));
  const sources = policy?.spec.ingress.map(({ ports, from }: Data) => [ports[0].port, Object.keys(from[0])]);
  expect(sources).toEqual([
    [514, ['ipBlock']],
    [1883, ['namespaceSelector']],
    [1884, ['namespaceSelector']],
  ]);
});

it('keeps to the schemas', () => {
  expect(made.flatMap(({ file: _file, ...object }) => schemaProblems(object as never))).toEqual([]);
});
