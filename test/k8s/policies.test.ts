import { render } from '../../k8s/index';
import { type Data, find, platformFrom, readBack } from './manifests';
import { workshop } from './workshop';

const objects = readBack(render(workshop));
const policy = (name: string) => find(objects, `NetworkPolicy/${name}`).spec;
const pod = (name: string) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } });
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
const into = (name: string, port: number) =>
  (policy(name).ingress as Data[]).find((rule) => rule.ports[0].port === port)?.from;

describe('network policies', () => {
  it('close everything, in and out, but the look-up of names', () => {
    expect(policy('default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(policy('default-dns')).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [namespace('kube-system')],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      ],
    });
  });

  it('open exactly the flows of the model, on both sides', () => {
    const seen: string[] = [];
    for (const { kind, metadata, spec } of objects) {
      if (kind !== 'NetworkPolicy' || metadata.name.startsWith('default-')) continue;
      for (const { from, ports } of spec.ingress ?? []) {
        for (const peer of from as Data[]) {
          const name = peer.podSelector?.matchLabels['app.kubernetes.io/name'];
          if (name !== undefined) seen.push(...ports.map(({ port }: Data) => `${name} > ${metadata.name}:${port}`));
        }
      }
    }
    const flows = workshop.flows
      .filter(({ from }) => from.kind !== 'gateway')
      .map(({ from, to, port }) => `${from.name} > ${to.name}:${port}`);
    expect(seen.sort()).toEqual([...flows, 'main-provision > main:5432', 'store-migrate > main:5432'].sort());
    const out = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap(({ metadata, spec }) =>
        (spec.egress ?? []).flatMap(({ to, ports }: Data) =>
          to.flatMap((peer: Data) => {
            const name = peer.podSelector?.matchLabels['app.kubernetes.io/name'];
            return name === undefined ? [] : ports.map(({ port }: Data) => `${metadata.name} > ${name}:${port}`);
          }),
        ),
      );
    expect(out.sort()).toEqual(seen.sort());
  });

  it('let the gateway in where routes lead, and clients themselves where the route is raw', () => {
    expect(into('web', 8079)).toEqual([namespace('envoy-gateway-system'), pod('announce')]);
    expect(into('web', 9090)).toEqual([namespace('envoy-gateway-system')]);
    expect(into('web', 7000)).toEqual([{ ipBlock: { cidr: '192.0.2.0/24' } }]);
    expect(into('web', 5004)).toEqual([{ ipBlock: { cidr: '192.0.2.0/24' } }]);
    expect(policy('default-acme').ingress).toEqual([{ from: [namespace('envoy-gateway-system')], ports: tcp(8089) }]);
  });

  it('open the declared addresses outside, never the credentials of the node', () => {
    expect(policy('web').egress).toContainEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }],
      ports: tcp(443),
    });
    expect(policy('web').egress).toContainEqual({
      to: [{ ipBlock: { cidr: '198.51.100.0/24' } }],
      ports: tcp(25, 587),
    });
  });

  it('open the port of an external store to any address but the local link, and say why', () => {
    const body =
      'services: { web: { image: "web:1", uses: [main.web, cache] } }\nresources: { main: { kind: postgres, databases: [web] }, cache: { kind: redis } }';
    const external =
      'resources: { main: { provider: external, external: { port: 6432 } }, cache: { provider: external, external: { host: 192.0.2.7 } } }';
    const { spec, metadata } = find(readBack(render(platformFrom(body, `, ${external}`))), 'NetworkPolicy/web');
    expect(spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }], ports: tcp(6432) },
      { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: tcp(6379) },
    ]);
    expect(metadata.annotations?.['slipway/egress']).toBe(
      'main: port 6432 of any address, since a NetworkPolicy knows no host names',
    );
  });
});
