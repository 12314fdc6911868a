import { ecs, job, platform, service } from '../cases/describe';
import { testBounds } from './bound';

const ports = 'ports: { http: 8080 }';
describe('amounts at their bounds', () => {
  testBounds([
    // sizes
    {
      code: 'request-above-limit',
      what: 'CPU that is reserved, of one vCPU',
      text: (value) => service(`cpu: { request: ${value}, limit: 1 }`),
      passes: ['0.5', '999m', '1000m'],
      fails: ['1001m', '2'],
    },
    {
      code: 'request-above-limit',
      what: 'memory that is reserved, of 1 GiB',
      text: (value) => service(`memory: { request: ${value}, limit: 1Gi }`),
      passes: ['512Mi', '1023Mi', '1024Mi'],
      fails: ['1025Mi', '2Gi'],
    },
    {
      code: 'memory-too-low',
      what: 'memory of a container',
      text: (value) => service(`memory: ${value}`),
      passes: ['7Mi', '6Mi', '5121Ki'],
      fails: ['5Mi', '5120Ki', '1Mi'],
    },
    {
      code: 'writable-above-memory',
      what: 'a directory in memory, of 64 MiB',
      text: (value) => service(`memory: 64Mi\nwritable: [{ path: /cache, medium: memory, size: ${value} }]`),
      passes: ['1Mi', '64Mi'],
      fails: ['65Mi', '1Gi'],
    },
    {
      code: 'fargate-size',
      what: 'CPU of a task',
      text: (value) => service(`cpu: ${value}\nmemory: 32Gi`, ecs),
      passes: ['0.001', '15.999', '16'],
      fails: ['16.001', '17'],
    },
    {
      code: 'fargate-size',
      what: 'memory of a task',
      text: (value) => service(`cpu: 1\nmemory: ${value}`, ecs),
      passes: ['119Gi', '120Gi'],
      fails: ['122881Mi', '121Gi'],
    },
    {
      code: 'fargate-size',
      what: 'memory of a sidecar beside 60 GiB',
      text: (value) => service(`memory: 60Gi\nsidecars: { proxy: { image: "proxy:1", memory: ${value} } }`, ecs),
      passes: ['60Gi'],
      fails: ['61441Mi'],
    },
    // scale and times
    {
      code: 'scale-bounds',
      what: 'the fewest of at most three',
      text: (value) => service(`scale: { min: ${value}, max: 3 }`),
      passes: ['1', '2', '3'],
      fails: ['4', '10'],
    },
    {
      code: 'scale-from-zero',
      what: 'the fewest that are scaled by CPU',
      text: (value) => service(`scale: { min: ${value}, max: 3, cpu: 60 }`),
      passes: ['2', '1'],
      fails: ['0'],
    },
    {
      code: 'scale-without-room',
      what: 'the most of at least two',
      text: (value) => service(`scale: { min: 2, max: ${value}, cpu: 60 }`),
      passes: ['4', '3'],
      fails: ['2'],
    },
    {
      code: 'recreate-replicas',
      what: 'replicas of what may not run twice',
      text: (value) => service(`update: recreate\nscale: ${value}`),
      passes: ['1'],
      fails: ['2', '3'],
    },
    {
      code: 'recreate-replicas',
      what: 'the most replicas of what may not run twice',
      text: (value) => service(`update: recreate\nscale: { min: 1, max: ${value} }`),
      passes: ['1'],
      fails: ['2'],
    },
    {
      code: 'idle-timeout',
      what: 'the idle time of a load balancer',
      text: (value) => platform(`gateway: { idleTimeout: ${value} }\nservices: { api: { build: a } }`, ecs),
      passes: ['1s', '3999s', '4000s'],
      fails: ['4001s', '2h'],
    },
    {
      code: 'zero-duration',
      what: 'the time of a job',
      text: (value) => job(`timeout: ${value}`),
      passes: ['1s', '2s'],
      fails: ['0s', '0m'],
    },
    {
      code: 'zero-duration',
      what: 'the time of a route',
      text: (value) => service(`${ports}\nroutes: [{ path: /, timeout: ${value} }]`),
      passes: ['1s', '2s'],
      fails: ['0s'],
    },
    {
      code: 'zero-duration',
      what: 'the time of a migration',
      text: (value) => service(`migrate: { command: [/app, up], timeout: ${value} }`),
      passes: ['1s', '2s'],
      fails: ['0s'],
    },
    {
      code: 'zero-duration',
      what: 'the time-out of a check',
      text: (value) => service(`${ports}\nhealth: { http: /, timeout: ${value} }`),
      passes: ['2s', '1s'],
      fails: ['0s'],
    },
    {
      code: 'health-timeout',
      what: 'the time-out of a check every five seconds',
      text: (value) => service(`${ports}\nhealth: { http: /, interval: 5s, timeout: ${value} }`),
      passes: ['1s', '4s'],
      fails: ['5s', '6s', '1m'],
    },
    // places
    {
      code: 'zone-count',
      what: 'the zones of an environment',
      text: (value) => service('', `${ecs.replace('eu-west-1', 'us-east-1')}\nzones: [${value}]`),
      passes: ['a, b, c', 'a, b, c, d, e', 'a, b'],
      fails: ['a', 'a, b, c, d, e, f'],
    },
    {
      code: 'vpc-range',
      what: 'the size of a VPC',
      text: (value) => service('', `${ecs}\ncidr: 10.0.0.0/${value}`),
      passes: ['16', '17', '21', '22'],
      fails: ['23', '24', '15', '8'],
    },
    {
      code: 'vpc-range',
      what: 'the place of a VPC',
      text: (value) => service('', `${ecs}\ncidr: ${value}/16`),
      passes: ['10.255.0.0', '172.16.0.0', '172.31.0.0', '192.168.0.0', '100.64.0.0', '100.127.0.0'],
      fails: ['11.0.0.0', '172.15.0.0', '172.32.0.0', '192.167.0.0', '192.169.0.0', '100.63.0.0', '100.128.0.0'],
    },
  ]);
});
