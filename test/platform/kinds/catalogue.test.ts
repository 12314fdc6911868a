import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { render } from '../../../compose/index';
import { loadText, type Platform, printText, resolve } from '../../../platform/index';
import { catalogueKinds, catalogueServer } from '../../../platform/kinds/catalogue/catalogue';

const root = join(__dirname, '../../..');

function described(resource: string): string {
  return `platform: shop
owner: team-shop
repository: acme/shop
services:
  api: { image: "ghcr.io/acme/api:1.2.3", uses: [server] }
resources:
  server: ${resource}
environments:
  local: { runtime: compose }
`;
}

function platformOf(resource: string): Platform {
  const { document, problems } = loadText('platform.yaml', described(resource));
  if (document === undefined) throw new Error(JSON.stringify(problems));
  const { platform, problems: found } = resolve(document, 'local');
  if (platform === undefined) throw new Error(JSON.stringify(found));
  return platform;
}

function variables(platform: Platform): Record<string, string> {
  return Object.fromEntries(platform.services[0]!.env.map(({ name, value }) => [name, printText(value)]));
}

describe('the catalogue', () => {
  it('has the servers that Go services are run with', () => {
    expect(catalogueKinds).toEqual(expect.arrayContaining(['mongodb', 'mysql', 'nats', 'consul', 'minio', 'coturn']));
    expect(catalogueKinds.length).toBeGreaterThanOrEqual(21);
  });

  it.each(catalogueKinds)(
    '%s runs as a user that is not root, in a pinned version, with limits and a check',
    (kind) => {
      const { version, runs, source } = catalogueServer(kind)!;
      expect(version).toMatch(/[0-9]+[.-][0-9]+[.-][0-9]+/);
      expect(String(runs.user)).toMatch(/^[1-9][0-9]*:[0-9]+$/);
      expect(runs.memory).toBeDefined();
      expect(runs.health).toBeDefined();
      expect(source).toMatch(/^https:\/\//);
    },
  );

  it.each(catalogueKinds)(
    '%s is rendered with its image, user, ports and data, and its clients get every variable',
    (kind) => {
      const server = catalogueServer(kind)!;
      const platform = platformOf(`{ kind: ${kind} }`);
      const { services } = parse(render(platform).get('compose.yaml')!) as {
        services: Record<string, { image: string; user: string; expose: string[]; volumes?: { target: string }[] }>;
      };
      const { image, user, expose, volumes = [] } = services['server']!;
      expect([image, user]).toEqual([`${server.image}:${server.version}`, server.runs.user]);
      expect(expose).toHaveLength(Object.keys(server.runs.ports!).length);
      for (const { path } of Object.values(server.runs.volumes ?? {}))
        expect(volumes.map(({ target }) => target)).toContain(path);
      const given = variables(platform);
      for (const name of Object.keys(server.variables)) expect(given[name]).toMatch(/\S/);
      for (const value of Object.values(given)) expect(value).not.toContain('${');
    },
  );

  it('gives clients the address and the login of the administrator, whose password is one generated secret', () => {
    const platform = platformOf('{ kind: mongodb }');
    expect(variables(platform)).toMatchObject({
      MONGODB_URL: 'mongodb://root:<secret server-admin>@<host of server>:27017/?authSource=admin',
      SERVER_PORT: '27017',
    });
    expect(platform.secrets).toEqual([
      { name: 'server-admin', source: 'generated', keys: ['value'], readers: ['api', 'server'] },
    ]);
  });

  it('runs without a login where that is written: no secret, no administrator, an address without a password', () => {
    const platform = platformOf('{ kind: mongodb, auth: none }');
    expect(platform.secrets).toEqual([]);
    expect(variables(platform)['MONGODB_URL']).toBe('mongodb://<host of server>:27017/');
    const { environment } = parse(render(platform).get('compose.yaml')!).services.server;
    expect(Object.keys(environment ?? {}).filter((name) => name.startsWith('MONGO_'))).toEqual([]);
  });

  it.each(catalogueKinds.filter((kind) => catalogueServer(kind)!.withoutLogin !== undefined))(
    '%s without a login gives its clients the same variables, and no password',
    (kind) => {
      const platform = platformOf(`{ kind: ${kind}, auth: none }`);
      const given = variables(platform);
      for (const name of Object.keys(catalogueServer(kind)!.variables)) expect(given[name]).toMatch(/\S/);
      for (const value of Object.values(given)) expect(value).not.toMatch(/secret|\$\{/);
      expect(platform.secrets).toEqual([]);
    },
  );

  it('takes another version, and any field of kind container over its own', () => {
    const platform = platformOf('{ kind: mysql, version: "9.4.0", memory: 2Gi, env: { MYSQL_DATABASE: shop } }');
    expect(platform.resources[0]).toMatchObject({ image: 'docker.io/library/mysql:9.4.0', memory: { limit: 2048 } });
    expect(parse(render(platform).get('compose.yaml')!).services.server.environment).toMatchObject({
      MYSQL_DATABASE: 'shop',
    });
  });

  it('grows by one file', () => {
    const copy = mkdtempSync(join(tmpdir(), 'slipway-catalogue-'));
    try {
      for (const folder of ['platform', 'provision', 'output', 'compose'])
        cpSync(join(root, folder), join(copy, folder), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
      writeFileSync(
        join(copy, 'platform/kinds/catalogue/servers/valkey.ts'),
        `export const server = { title: 'Valkey', source: 'https://valkey.io', image: 'docker.io/valkey/valkey', version: '8.1.3',
          runs: { user: '999:999', ports: { tcp: 6379 }, memory: '64Mi', health: { tcp: true } }, admin: null,
          attributes: { url: 'redis://\${host}:\${port}' }, variables: { VALKEY_URL: 'url' } };\n`,
      );
      writeFileSync(join(copy, 'platform.yaml'), described('{ kind: valkey }'));
      writeFileSync(
        join(copy, 'try.ts'),
        `import { render } from './compose/index';
import { load, resolve } from './platform/index';
const { document, problems } = load('platform.yaml');
const resolved = resolve(document!, 'local');
process.stdout.write(resolved.platform === undefined ? JSON.stringify([problems, resolved.problems]) : render(resolved.platform).get('compose.yaml')!);\n`,
      );
      const text = execFileSync(process.execPath, ['--import', 'tsx', 'try.ts'], {
        cwd: copy,
        encoding: 'utf8',
        env: process.env,
      });
      const { services } = parse(text);
      expect(services.server.image).toBe('docker.io/valkey/valkey:8.1.3');
      expect(services.api.environment.VALKEY_URL).toBe('redis://server:6379');
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
