import { join } from 'node:path';
import { described, folder, slipway, slipwayJson, small } from './support';

describe('slipway check', () => {
  it('says what is in each environment of a valid description', async () => {
    const file = described();
    const { code, out, err } = await slipway(['check', '-f', file]);
    expect(out.replace(file, 'platform.yaml')).toBe(
      [
        'platform.yaml is valid: 2 environments',
        '  edge   kubernetes, development  2 services, 0 jobs, 1 resource',
        '  local  compose, development     2 services, 0 jobs, 1 resource',
        '',
      ].join('\n'),
    );
    expect([code, err]).toEqual([0, '']);
  });

  it('prints every problem of the description once, in file order, with a count', async () => {
    const text = small.replace('calls: [mailer]', 'calls: [mialer]').replace('scale: 1', 'after: [nobody]');
    const file = described(text);
    const { code, out, err } = await slipway(['check', '-f', file]);
    const places = [...out.matchAll(/^\S+platform\.yaml:(\d+):\d+ +(\S+)/gm)].map((match) => `${match[1]} ${match[2]}`);
    expect(places).toEqual(['8 unknown-service', '15 unknown-after']);
    expect(out).toMatch(/did you mean "mailer"\?/);
    expect(out).toMatch(/\n2 problems\n$/);
    expect([code, err]).toEqual([3, '']);
  });

  it('refuses a build that is not there where Compose builds it, and `synth`, which builds nothing, warns of it', async () => {
    const text = small.replace('image: ghcr.io/acme/api:1', 'build: services/api');
    const file = join(folder({ 'platform.yaml': text }), 'platform.yaml');
    const checked = await slipwayJson<unknown>(['check', '-f', file]);
    expect([checked.code, checked.document.problems.map(({ code, environments }) => [code, environments])]).toEqual([
      3,
      [['build-found', ['local']]],
    ]);
    const elsewhere = await slipway(['check', '-f', file, '-e', 'edge']);
    expect([elsewhere.code, elsewhere.err]).toEqual([0, expect.stringContaining('names a folder that is not there')]);
    const written = await slipway(['synth', '-f', file, '-o', join(folder(), 'dist')]);
    expect([written.code, written.err]).toEqual([0, expect.stringContaining('build-found')]);
  });

  it('says a warning of many places once, with the places', async () => {
    const services = ['a', 'b', 'c'].map((name) => `  ${name}: { build: services/${name} }\n`).join('');
    const text = `platform: small\nrepository: acme/small\nservices:\n${services}environments: { edge: { runtime: kubernetes } }\n`;
    const { code, err } = await slipway(['check', '-f', join(folder({ 'platform.yaml': text }), 'platform.yaml')]);
    expect(code).toBe(0);
    expect(err.match(/build-found/g)).toHaveLength(1);
    expect(err).toMatch(
      /\(a warning\)[\s\S]*the same in 2 more places:\n +5:15 +services\.b\.build\n +6:15 +services\.c\.build/,
    );
  });

  it('names the environments of a problem that not all have', async () => {
    const text = small.replace('scale: 3', 'calls: [nobody]');
    const { out } = await slipway(['check', '-f', described(text)]);
    expect(out).toMatch(/unknown-service[\s\S]*\n +in: edge\n/);
    expect(out).toMatch(/\n1 problem\n$/);
  });

  it('reports a limit of two environments once, with a fix for both', async () => {
    const gated = small
      .replace('routes: /api', 'routes: [{ path: /api, auth: required }]')
      .replace(
        'services:\n  api',
        'gateway: { auth: { issuer: "https://id.example.com/", audience: api } }\nservices:\n  api',
      )
      .replace('  local:\n    runtime: compose', '  other: { runtime: kubernetes, domain: other.example.com }');
    const { out } = await slipway(['check', '-f', described(gated)]);
    expect(out.match(/unsupported-route-auth {2}/g)).toHaveLength(1);
    expect(out).toContain('environments.{edge,other}.accept: [unsupported-route-auth]');
  });

  it('says in one run what breaks a rule and what the target cannot do', async () => {
    const text = small.replace(
      'routes: /api',
      'routes: [{ path: /api, sticky: true }]\n    capabilities: [CAP_NET_RAW]',
    );
    const { code, out } = await slipway(['check', '-f', described(text)]);
    expect(out).toMatch(/unsupported-sticky {2}/);
    expect(out).toMatch(/capability-name {2}/);
    expect([code, /\n2 problems\n$/.test(out)]).toEqual([3, true]);
  });

  it('says one fact in many places once, with all of the places, and counts each', async () => {
    const services = ['a', 'b', 'c', 'd'].map((name) => `  ${name}: { image: "x:1", capabilities: [CAP_NET_RAW] }\n`);
    const text = `platform: shop\nservices:\n${services.join('')}environments: { local: { runtime: compose } }\n`;
    const { out } = await slipway(['check', '-f', described(text)]);
    expect(out.match(/capability-name/g)).toHaveLength(1);
    expect(out).toMatch(
      /the same in 3 more places:\n +4:\d+ +services\.b\.\S+\n +5:\d+ +services\.c\.\S+\n +6:\d+ +services\.d\.\S+\n4 problems\n$/,
    );
  });

  it('looks at one environment with --environment', async () => {
    const text = small.replace('scale: 3', 'calls: [nobody]');
    const file = described(text);
    expect((await slipway(['check', '-f', file, '-e', 'local'])).code).toBe(0);
    expect((await slipway(['check', '-f', file, '-e', 'edge'])).code).toBe(3);
  });

  it('refuses an environment that does not exist, with the one that was meant', async () => {
    const { code, err, out } = await slipway(['check', '-f', described(), '-e', 'loacl']);
    expect(err).toMatch(/there is no environment "loacl"\n {2}fix: did you mean "local"\?/);
    expect([code, out]).toEqual([2, '']);
  });

  it('refuses a description that is not there', async () => {
    const { code, out } = await slipway(['check', '-f', '/nowhere/platform.yaml']);
    expect(out).toMatch(/^\/nowhere\/platform\.yaml:1:1 +missing-file/);
    expect(code).toBe(3);
  });

  it('prints problems as one JSON document', async () => {
    const text = small.replace('calls: [mailer]', 'calls: [mialer]');
    const { code, document, err } = await slipwayJson(['check', '-f', described(text)]);
    expect(document).toMatchObject({ schemaVersion: 1, command: 'check', ok: false, environment: null, result: null });
    expect(document.problems).toHaveLength(1);
    expect(document.problems[0]).toMatchObject({
      code: 'unknown-service',
      line: 8,
      column: 13,
      field: 'services.api.calls.0',
    });
    expect([code, err]).toEqual([3, '']);
  });

  it('says nothing but problems with --quiet', async () => {
    expect(await slipway(['check', '-q', '-f', described()])).toEqual({ code: 0, out: '', err: '' });
  });
});
