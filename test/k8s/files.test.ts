import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../k8s/index';
import { lookupOf } from '../../k8s/lookup';
import { PodFiles } from '../../k8s/pod/files';
import { PodVolumes } from '../../k8s/pod/volumes';
import { type Data, find, platformFrom, readBack, templateOf } from './manifests';
import { workshop } from './workshop';

const objects = readBack(render(workshop));
const map = find(objects, 'ConfigMap/web-files').data as Record<string, string>;
const template = templateOf(find(objects, 'Deployment/web'));
const writer = template?.spec.initContainers?.[0] as Data;

describe('config files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lie in a ConfigMap where their text is known', () => {
    expect(map['web.etc.web.plain.yaml']).toBe('peer: store:8080\n');
    const mount = template?.spec.containers[0] as Data;
    expect(mount.volumeMounts).toContainEqual({
      name: 'files',
      mountPath: '/etc/web/plain.yaml',
      subPath: 'web.etc.web.plain.yaml',
      readOnly: true,
    });
  });

  it('are written at the start, byte for byte, where a secret stands in them', () => {
    for (const name of ['parts', 'files']) mkdirSync(join(folder, name));
    for (const [key, text] of Object.entries(map)) writeFileSync(join(folder, 'parts', key), text);
    const [shell, flag, script] = writer.command as [string, string, string];
    const secret = `a"b'c$(d)\\n%s\nend`;
    execFileSync(shell, [flag, script.replaceAll('/slipway/', `${folder}/`)], {
      env: { PATH: process.env['PATH'], SLIPWAY_MAIN_WEB_PASSWORD: secret },
    });
    expect(readFileSync(join(folder, 'files/web.etc.web.secret.yaml'), 'utf8')).toBe(
      `a: 1\npassword: ${secret}\nend: '$(x)'`,
    );
    expect(writer.env).toEqual([
      { name: 'SLIPWAY_MAIN_WEB_PASSWORD', valueFrom: { secretKeyRef: { name: 'main-web', key: 'password' } } },
    ]);
  });

  it('restart the pods that mount them when they change', () => {
    const hash = (content: string) => {
      const body = `services: { web: { image: "web:1", files: { /etc/a: { content: "${content}" } } } }`;
      return templateOf(find(readBack(render(platformFrom(body))), 'Deployment/web'))?.metadata.annotations?.[
        'slipway/files'
      ];
    };
    expect(hash('one')).toMatch(/^[0-9a-f]{16}$/);
    expect(hash('one')).toBe(hash('one'));
    expect(hash('one')).not.toBe(hash('two'));
    expect(template?.metadata.annotations?.['slipway/files']).toBeDefined();
  });

  it('of different paths never share a key', () => {
    const files = new PodFiles(
      lookupOf(workshop),
      'web',
      new PodVolumes({ pod: 'web', volumes: [], shared: [], storageClass: '' }),
    );
    const paths = ['/a/b', '/a.b', '/a/b c', '/a/b_c', '/a..b', `/${'x'.repeat(300)}`];
    const keys = files
      .mount(
        'web',
        paths.map((path) => ({ path, content: [path], secret: false, mode: '' })),
      )
      .map(({ subPath }) => subPath);
    expect(new Set(keys).size).toBe(paths.length);
    for (const key of keys) expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
    expect(Object.values(files.texts).sort()).toEqual([...paths].sort());
  });
});
