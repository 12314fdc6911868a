import { type Data, Deployment } from './support/deployment';

const sip = (ports: string) => `
platform: sip
repository: acme/sip
services:
  dns: { image: "ghcr.io/acme/dns:1", ports: { ${ports} }, health: { tcp: true, port: tcp } }
environments:
  stg: { runtime: kubernetes }
`;
const deployment = new Deployment();
afterAll(() => deployment.remove());
const ofService = () =>
  deployment
    .read('service/dns')
    .spec.ports.map(({ port, protocol }: Data) => `${port}/${protocol}`)
    .sort();
const ofPod = () =>
  deployment
    .read('deployment/dns')
    .spec.template.spec.containers[0].ports.map(({ containerPort, protocol }: Data) => `${containerPort}/${protocol}`)
    .sort();

describe('a port number with two protocols', () => {
  it('is there in both after it was there in one', () => {
    deployment.deployed(sip('tcp: 5353'));
    expect([ofService(), ofPod()]).toEqual([['5353/TCP'], ['5353/TCP']]);
    deployment.deployed(sip('tcp: 5353, udp: 5353'));
    expect([ofService(), ofPod()]).toEqual([
      ['5353/TCP', '5353/UDP'],
      ['5353/TCP', '5353/UDP'],
    ]);
  });

  it('loses the one that is taken away, and no other', () => {
    deployment.deployed(sip('tcp: 5353'));
    expect([ofService(), ofPod()]).toEqual([['5353/TCP'], ['5353/TCP']]);
  });

  it('comes by the commands of a person too, after an apply of the client', () => {
    deployment.use(sip('tcp: 5353'));
    expect(deployment.bash('kubectl apply --kustomize .')).toMatchObject({ status: 0 });
    deployment.use(sip('tcp: 5353, udp: 5353'));
    const commands = deployment.commands();
    expect(deployment.bash(`set -e\n${commands.join('\n')}`)).toMatchObject({ status: 0 });
    expect([ofService(), ofPod()]).toEqual([
      ['5353/TCP', '5353/UDP'],
      ['5353/TCP', '5353/UDP'],
    ]);
  });
});
