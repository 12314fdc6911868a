import { compose, ecs, kubernetes, platform, service } from '../cases/describe';
import { testBounds } from './bound';

const egress = (entry: string, environment = compose) => service(`egress: [{ ${entry} }]`, environment);

describe('ports, ways out and limits of a process at their bounds', () => {
  testBounds([
    // ways out
    {
      code: 'egress-inside',
      what: 'a range beside the network 10.0.0.0/16',
      text: (value) => egress(`cidr: ${value}, ports: [443]`, `${ecs}\ncidr: 10.0.0.0/16`),
      passes: ['10.1.0.0/16', '9.255.255.0/24', '10.0.0.0/15', '10.0.0.0/8', '0.0.0.0/0'],
      fails: ['10.0.0.0/16', '10.0.0.0/24', '10.0.255.255/32', '10.0.128.0/17'],
    },
    {
      code: 'port-range',
      what: 'a range of ports',
      text: (value) => egress(`cidr: 203.0.113.0/24, ports: ["${value}"]`),
      passes: ['1-2', '65534-65535', '1-65535'],
      fails: ['0-2', '65535-65536', '5-5', '6-5', '0-0'],
    },
    {
      code: 'egress-inside',
      what: 'a namespace',
      text: (value) => egress(`namespace: ${value}, ports: [443]`, `${kubernetes}\nnamespace: shop-dev`),
      passes: ['shop-de', 'shop-devs', 'monitoring'],
      fails: ['shop-dev'],
    },
    // ports
    {
      code: 'privileged-port',
      what: 'a port where sysctls opens 500 and above',
      text: (value) =>
        service(`sysctls: { net.ipv4.ip_unprivileged_port_start: 500 }\nports: { http: ${value} }`, kubernetes),
      passes: ['8080', '501', '500'],
      fails: ['499', '80'],
    },
    {
      code: 'port-twice',
      what: 'a port beside the range 5000-5010',
      text: (value) =>
        service(`ports: { media: { number: "5000-5010", protocol: udp, hostPort: true }, udp: { number: ${value} } }`),
      passes: ['4999', '5011'],
      fails: ['5000', '5005', '5010'],
    },
    {
      code: 'port-twice',
      what: 'a range of ports beside 5000-5010',
      text: (value) => {
        const range = (number: string) => `{ number: "${number}", protocol: udp, hostPort: true }`;
        return service(`ports: { one: ${range('5000-5010')}, two: ${range(value)} }`);
      },
      passes: ['4990-4999', '5011-5020'],
      fails: ['4990-5000', '5010-5020', '5001-5002', '4000-6000'],
    },
    {
      code: 'host-port-twice',
      what: 'a port of the host beside 5000-5010 of another service',
      text: (value) =>
        platform(
          `services:\n  a: { build: a, ports: { one: { number: "5000-5010", protocol: udp, hostPort: true } } }\n  b: { build: b, ports: { two: { number: ${value}, protocol: udp, hostPort: true } } }`,
        ),
      passes: ['4999', '5011'],
      fails: ['5000', '5010'],
    },
    {
      code: 'ulimit',
      what: 'the soft limit of a hard one of 1024',
      text: (value) => service(`ulimits: { nofile: { soft: ${value}, hard: 1024 } }`),
      passes: ['1', '1023', '1024'],
      fails: ['1025', '65536'],
    },
    {
      code: 'file-mode-user',
      what: "the mode of a file of the image's own user",
      text: (value) =>
        service(`user: image\nfiles: { /etc/app.conf: { content: x, mode: "${value}" } }`).replace(
          'build: api',
          'image: a:1',
        ),
      passes: ['0644', '0444', '0604', '0755'],
      fails: ['0640', '0600', '0643', '0660', '0400'],
    },
  ]);
});
