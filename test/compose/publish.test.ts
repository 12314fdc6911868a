import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routeOf } from '../../bin/dev/gateway';
import { gatewayConfig } from '../../compose/haproxy';
import { output, platformFrom } from './workshop';

const text = `
services:
  web: { image: "web:1", ports: { http: 8080 }, routes: [/, { path: /, host: other.localhost }] }
  feed: { image: "feed:1", ports: { tcp: 7000 }, routes: [{ port: tcp }] }
  voice: { image: "voice:1", ports: { udp: 5004 }, routes: [{ port: udp }] }
  held: { image: "held:1", ports: { udp: 5005 }, routes: [{ port: udp }], sidecars: { log: { image: "log:1" } } }
`;
const on = (publish: string) =>
  platformFrom(text, `runtime: compose${publish === '' ? '' : `, compose: { publish: "${publish}" }`}`);

it.each([
  ['the loopback alone, where nothing is said', '', '127.0.0.1'],
  ['every address', '0.0.0.0', '0.0.0.0'],
  ['one address', '192.168.7.10', '192.168.7.10'],
  ['every address of both kinds', '::', '::'],
])('publishes every port on %s', (_title, publish, address) => {
  const ports = Object.values(output(on(publish)).document.services).flatMap((each) => each.ports ?? []);
  expect(ports.map((port) => `${port.host_ip} ${port.published}:${port.target}/${port.protocol}`).sort()).toEqual([
    `${address} 5004:5004/udp`,
    `${address} 5005:5005/udp`,
    `${address} 7000:7000/tcp`,
    `${address} 8080:8080/tcp`,
  ]);
});

/** Host names that the gateway takes for its own. */
const hosts = (publish: string) =>
  gatewayConfig(on(publish))
    .split('\n')
    .filter((line) => line.includes('acl web-0-host'))
    .map((line) => line.replace(/^ +acl web-0-host req.hdr\(host\),host_only,lower /, ''));

it('answers who asks by the address that it is published on', () => {
  expect(hosts('')).toEqual(['-m str "localhost" "127.0.0.1"']);
  expect(hosts('192.168.7.10')).toEqual(['-m str "localhost" "127.0.0.1" "192.168.7.10"']);
  expect(hosts('fd00::7')).toEqual(['-m str "localhost" "127.0.0.1" "[fd00::7]"']);
  const [names, addresses = '', ...others] = hosts('0.0.0.0');
  expect([names, others]).toEqual(['-m str "localhost" "127.0.0.1"', []]);
  const patterns = [...addresses.matchAll(/'([^']+)'/g)].map(([, pattern = '']) => new RegExp(pattern));
  const taken = (host: string) => patterns.some((pattern) => pattern.test(host));
  expect(['10.1.2.3', '192.168.7.10', '[::1]', '[fd00::7]'].map(taken)).toEqual([true, true, true, true]);
  expect(['example.com', '1.2.3.4.example.com', 'x10.1.2.3', 'localhost'].map(taken)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it('does not change which names have routes of their own', () => {
  const lines = gatewayConfig(on('0.0.0.0')).split('\n');
  expect(lines.filter((line) => line.includes('acl web-1-host'))).toEqual([
    '  acl web-1-host req.hdr(host),host_only,lower -m str "other.localhost"',
  ]);
});

it('is the same for processes', () => {
  const platform = on('0.0.0.0');
  for (const host of ['localhost:8080', '127.0.0.1:8080', '192.168.7.10:8080', '[::1]:8080'])
    expect(routeOf(platform, host, '/x')?.host).toBe('localhost');
  expect(routeOf(platform, 'other.localhost:8080', '/x')?.host).toBe('other.localhost');
  expect(routeOf(platform, 'example.com', '/x')).toBeUndefined();
});

const found = spawnSync('haproxy', ['-v']).status === 0;
(found ? it : it.skip).each(['0.0.0.0', '192.168.7.10', 'fd00::7'])(
  'is a configuration that HAProxy takes: %s',
  (publish) => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-publish-'));
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, gatewayConfig(on(publish)));
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true, force: true });
    expect([status, stderr.includes('[ALERT]')]).toEqual([0, false]);
  },
);
