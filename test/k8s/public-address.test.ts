import { render } from '../../k8s/index';
import { platformFrom as onCompose, output } from '../compose/workshop';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { type Data, find, platformFrom, readBack, templateOf } from './manifests';

const body = `
gateway: { from: [192.0.2.0/24] }
services:
  sfu: { image: "sfu:1", ports: { http: 8080, tcp: { number: 7881, as: 81 }, udp: 7882 }, publicAddress: true, scale: 2, env: { PUBLIC: "\${instance.name}.\${gateway.host}" } }
  plain: { image: "plain:1", ports: { udp: 7882 } }
`;
const objects = readBack(render(platformFrom(body)));
const get = (target: string) => find(objects, target);

it('keeps to the schemas, and to Pod Security restricted', () => {
  expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
  const templates = objects.map(templateOf).filter((template) => template !== undefined);
  expect(templates.flatMap(({ spec, metadata }) => podSecurityProblems(spec, metadata.annotations))).toEqual([]);
  expect(get('Namespace/shop-test').metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
});

it('gives each pod a load balancer, and a name that the pod knows', () => {
  for (const at of [0, 1]) {
    const { spec, metadata } = get(`Service/sfu-${at}-public`);
    expect(metadata.annotations).toEqual({
      'external-dns.alpha.kubernetes.io/hostname': `sfu-${at}.shop.example.com`,
    });
    expect(spec).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      selector: { 'app.kubernetes.io/name': 'sfu', 'statefulset.kubernetes.io/pod-name': `sfu-${at}` },
      ports: [
        { name: 'tcp', port: 7881, targetPort: 7881, protocol: 'TCP' },
        { name: 'udp', port: 7882, targetPort: 7882, protocol: 'UDP' },
      ],
    });
  }
  expect(objects.filter(({ kind, spec }) => kind === 'Service' && spec.type === 'LoadBalancer')).toHaveLength(2);
  const { spec } = get('StatefulSet/sfu');
  expect(spec.replicas).toBe(2);
  expect(spec).not.toHaveProperty('volumeClaimTemplates');
  const names = templateOf(get('StatefulSet/sfu'))?.spec.containers[0] as Data;
  expect(names.env.find(({ name }: Data) => name === 'PUBLIC').value).toBe('$(SLIPWAY_INSTANCE_NAME).shop.example.com');
  expect(get('Deployment/plain').spec.replicas).toBe(1);
});

it('lets in who may reach the gateway, at these ports alone', () => {
  const rules: Data[] = get('NetworkPolicy/sfu').spec.ingress;
  expect(rules.flatMap(({ ports }) => ports)).toEqual([
    { port: 7881, protocol: 'TCP' },
    { port: 7882, protocol: 'UDP' },
  ]);
  for (const { from } of rules) expect(from).toEqual([{ ipBlock: { cidr: '192.0.2.0/24' } }]);
});

it('is the address of the machine on Compose, where it runs once', () => {
  const { service } = output(
    onCompose(
      body.replace(/, env: .*\} \}$/m, ' }').replace('number: 7881, as: 81', 'number: 7881'),
      'runtime: compose, accept: [unsupported-replicas]',
    ),
  );
  expect(service('sfu').ports?.map(({ published, target, protocol }) => `${published}:${target}/${protocol}`)).toEqual([
    '7881:7881/tcp',
    '7882:7882/udp',
  ]);
  expect(service('sfu').deploy.replicas).toBe(1);
  expect(service('plain').ports).toBeUndefined();
});
