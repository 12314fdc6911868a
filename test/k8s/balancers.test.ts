import { balancersOf } from '../../k8s/charts/balancers';
import { platformFrom } from './manifests';

const names = 'external-dns.alpha.kubernetes.io/hostname';

function balancers(routes: string, environment = '') {
  const body = `services: { dns: { image: "dns:1", ports: { tcp: 5353, udp: 5353 }, routes: [${routes}] } }`;
  const platform = platformFrom(body, environment);
  return balancersOf(platform, 'dns', 'service', platform.services[0]!.routes);
}

describe('the load balancers of raw routes', () => {
  it('are one a protocol, each with its own names', () => {
    const made = balancers('{ port: tcp, listen: 53 }, { port: udp, listen: 53 }');
    expect(made.map(({ metadata }) => [metadata.name, metadata.annotations?.[names]])).toEqual([
      ['dns-public-tcp', 'tcp.dns.shop.example.com'],
      ['dns-public-udp', 'udp.dns.shop.example.com'],
    ]);
  });

  it('are one for both protocols where one name leads to both', () => {
    const host = 'host: ns.example.com';
    const made = balancers(`{ port: tcp, listen: 53, ${host} }, { port: udp, listen: 53, ${host} }`);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      metadata: { name: 'dns-public-tcp-udp', annotations: { [names]: 'ns.example.com' } },
      spec: {
        ports: [
          { name: 'tcp', port: 53, targetPort: 5353, protocol: 'TCP' },
          { name: 'udp', port: 53, targetPort: 5353, protocol: 'UDP' },
        ],
      },
    });
  });

  it('have a name for each public port of a port that is routed twice', () => {
    const [made] = balancers('{ port: tcp, listen: 53 }, { port: tcp, listen: 5300 }');
    expect(made).toMatchObject({ spec: { ports: [{ name: 'tcp-53' }, { name: 'tcp-5300' }] } });
  });
});
