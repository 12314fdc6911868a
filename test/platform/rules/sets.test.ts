import { compose, ecs, kubernetes, platform, resource, service, used } from '../cases/describe';
import { testBounds } from './bound';

const http = 'ports: { http: 8080 }';
const once = (text: string) => ({ passes: [text.split(', ')[0] ?? ''], fails: [text] });

/** Lists that are sets: each thing once. */
describe('what a list says twice', () => {
  testBounds([
    {
      code: 'listed-twice',
      what: 'the zones of an environment',
      text: (value) => service('', `${ecs}\nzones: [a, ${value}]`),
      passes: ['b', 'b, c'],
      fails: ['b, a'],
    },
    {
      code: 'listed-twice',
      what: 'whom the gateway is open to',
      text: (value) => platform(`gateway: { from: [${value}] }\nservices: { api: { build: a } }`),
      ...once('192.0.2.0/24, 192.0.2.0/24'),
    },
    {
      code: 'listed-twice',
      what: 'the environments of a service',
      text: (value) => service(`only: [${value}]`),
      ...once('dev, dev'),
    },
    {
      code: 'listed-twice',
      what: 'what a service waits for',
      text: (value) => platform(`services:\n  a: { build: a, after: [${value}] }\n  b: { build: b, ${http} }`),
      ...once('b, b'),
    },
    {
      code: 'listed-twice',
      what: 'the names of a service',
      text: (value) => service(`aliases: [${value}]`),
      ...once('front, front'),
    },
    {
      code: 'listed-twice',
      what: 'the names of a server',
      text: (value) => used('uses: [main]', `kind: container\nimage: "a:1"\nports: { tcp: 7000 }\naliases: [${value}]`),
      ...once('front, front'),
    },
    {
      code: 'listed-twice',
      what: 'the variables that are handed on',
      text: (value) => service(`passthrough: [${value}]`),
      ...once('TZ, TZ'),
    },
    {
      code: 'listed-twice',
      what: 'the secrets of a service',
      text: (value) => service(`secrets: [${value}]`),
      ...once('KEY, KEY'),
    },
    {
      code: 'listed-twice',
      what: 'the capabilities of a service',
      text: (value) => service(`capabilities: [${value}]`),
      ...once('CHOWN, CHOWN'),
    },
    {
      code: 'listed-twice',
      what: 'the capabilities of a sidecar',
      text: (value) => service(`sidecars: { log: { image: "log:1", capabilities: [${value}] } }`),
      ...once('CHOWN, CHOWN'),
    },
    {
      code: 'listed-twice',
      what: 'the ports of a way out',
      text: (value) => service(`egress: [{ cidr: 192.0.2.0/24, ports: [${value}] }]`),
      ...once('443, 443'),
    },
    {
      code: 'listed-twice',
      what: 'the databases of a server',
      text: (value) => used('uses: [main.a]', `kind: postgres\ndatabases: [${value}]`),
      ...once('a, a'),
    },
    {
      code: 'listed-twice',
      what: 'the queues of a broker',
      text: (value) => used('consumes: [main.a]', `kind: rabbitmq\nqueues: [${value}]`),
      ...once('a, a'),
    },
    {
      code: 'listed-twice',
      what: 'the pull secrets of a cluster',
      text: (value) => service('', `${kubernetes}\nkubernetes: { imagePullSecrets: [${value}] }`),
      ...once('registry, registry'),
    },
  ]);
});

/** Names that Linux knows, one by one: a slip takes away what the program needs. */
describe('names of Linux', () => {
  testBounds([
    {
      code: 'capability-name',
      what: 'a capability',
      text: (value) => service(`capabilities: [${value}]`),
      passes: ['NET_BIND_SERVICE', 'CHOWN', 'SYS_PTRACE', 'IPC_LOCK', 'WAKE_ALARM', 'AUDIT_CONTROL'],
      fails: ['ALL', 'CAP_CHOWN', 'NET_BIND', 'SYS', 'CHECKPOINT'],
    },
    {
      code: 'ulimit',
      what: 'a limit of a process',
      text: (value) => service(`ulimits: { ${value}: 64 }`),
      passes: ['nofile', 'core', 'memlock', 'stack', 'sigpending'],
      fails: ['nofiles', 'files', 'mem'],
    },
    {
      code: 'sysctl-of-host',
      what: 'a setting of the kernel',
      text: (value) => service(`sysctls: { ${value}: 1 }`),
      passes: [
        'net.core.somaxconn',
        'kernel.shmmax',
        'kernel.shm_rmid_forced',
        'kernel.msgmnb',
        'kernel.sem',
        'fs.mqueue.msg_max',
      ],
      fails: ['vm.max_map_count', 'kernel.pid_max', 'kernel.shm', 'kernel.semx', 'xnet.core.a'],
    },
    {
      code: 'writable-keep',
      what: 'a root that is only read beside writable: keep',
      text: (value) => service(`writable: keep${value}`).replace('build: api', 'image: "a:1"'),
      passes: ['', '\nreadOnlyRoot: false'],
      fails: ['\nreadOnlyRoot: true'],
    },
    {
      code: 'writable-keep',
      what: 'writable beside a root that is only read',
      text: (value) => service(`readOnlyRoot: true\nwritable: ${value}`).replace('build: api', 'image: "a:1"'),
      passes: ['[]', '[/tmp]'],
      fails: ['keep'],
    },
    {
      code: 'mount-reserved',
      what: 'the place of a directory',
      text: (value) => service(`writable: [${value}]`),
      passes: ['/data', '/dev/shm', '/process', '/etc/hosts.d', '/a.b/..c', '/etc'],
      fails: [
        '/',
        '/proc',
        '/proc/sys',
        '/sys',
        '/dev',
        '/dev/null',
        '/etc/hosts',
        '/etc/resolv.conf',
        '/a/../b',
        '/a/./b',
        '/a/..',
      ],
    },
  ]);
});

describe('who may be root on a cluster', () => {
  testBounds([
    {
      code: 'image-user',
      what: "the image's own user in production on compose",
      text: (value) =>
        service(`user: ${value}`, `${compose}\ntier: production`).replace('build: api', 'image: "a:1.2.3"'),
      passes: ['65532', '1000:1000'],
      fails: ['image'],
    },
    {
      code: 'image-user',
      what: "the image's own user in development on a cluster",
      text: (value) => service(`user: ${value}`, kubernetes).replace('build: api', 'image: "a:1"'),
      passes: ['65532'],
      fails: ['image'],
    },
    {
      code: 'image-user',
      what: "the image's own user of a server on a cluster",
      text: (value) => resource(`kind: container\nimage: "a:1"\nuser: ${value}`, kubernetes),
      passes: ['65532'],
      fails: ['image'],
    },
  ]);
});
