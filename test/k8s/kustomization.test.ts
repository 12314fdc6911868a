import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { render } from '../../k8s/index';
import { platformOf } from '../support/platforms';
import { type Data, find, mainOf, type Read, readBack, templateOf } from './manifests';
import { workshop } from './workshop';

const platforms = [workshop, platformOf('shop', 'staging'), platformOf('online-boutique', 'edge')];
const outputs = platforms.map((platform) => ({ platform, files: render(platform) }));
const folders = ['', 'base', 'provision', 'migrate', 'jobs'];
const kustomizationOf = (files: ReadonlyMap<string, string>, folder: string) => {
  const text = files.get(folder === '' ? 'kustomization.yaml' : `${folder}/kustomization.yaml`);
  return text === undefined ? undefined : (parse(text) as Data);
};

describe.each(outputs)('the kustomizations of $platform.name', ({ platform, files }) => {
  it('take in every manifest: what keeps running at the top, one-shot Jobs by their step', () => {
    const listed = folders.flatMap((folder) => {
      const resources: string[] = kustomizationOf(files, folder)?.resources ?? [];
      return resources.map((path) => (folder === '' ? path : `${folder}/${path}`));
    });
    const manifests = [...files.keys()].filter(
      (path) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'),
    );
    expect([...new Set(listed)].sort()).toEqual(manifests);
    const jobs = readBack(files).filter(({ kind }) => kind === 'Job');
    expect(jobs.filter(({ file }) => kustomizationOf(files, '').resources.includes(file))).toEqual([]);
  });

  it('put everything into the namespace', () => {
    for (const folder of folders) {
      const kustomization = kustomizationOf(files, folder);
      if (kustomization !== undefined) expect(kustomization.namespace).toBe(platform.environment.namespace);
    }
  });

  it('say where each built image is, once for all steps', () => {
    const images = kustomizationOf(files, 'images');
    const built = new Set(
      [...platform.services, ...platform.jobs].flatMap(({ image }) => (image.kind === 'build' ? [image.name] : [])),
    );
    expect((images?.images ?? []).map(({ name, newName, newTag }: Data) => [name, newName, newTag])).toEqual(
      [...built].sort().map((name) => [name, `${platform.environment.registry}/${name}`, 'dev']),
    );
    for (const folder of folders) {
      const components = built.size === 0 ? undefined : [folder === '' ? 'images' : '../images'];
      const kustomization = kustomizationOf(files, folder);
      if (kustomization !== undefined) expect(kustomization.components).toEqual(components);
    }
  });

  it('name the commands of a deploy in their order', () => {
    const commands = (files.get('kustomization.yaml') ?? '')
      .split('\n')
      .filter((line) => / --kustomize |bash change.sh/.test(line));
    const steps = ['base', 'provision', 'migrate', '.', 'jobs'].filter(
      (step) => step === '.' || files.has(`${step}/kustomization.yaml`),
    );
    const apply = 'kubectl apply --server-side --force-conflicts --field-manager slipway';
    expect(commands).toEqual([
      ...steps.flatMap((step) => [`#   bash change.sh before ${step}`, `#   ${apply} --kustomize ${step}`]),
      '#   bash change.sh after .      # when all of it runs',
    ]);
  });
});

const found = spawnSync('kubectl', ['version', '--client']).status === 0;
(found ? describe : describe.skip)('kubectl kustomize', () => {
  const root = mkdtempSync(join(tmpdir(), 'slipway-kustomize-'));
  const folder = join(root, 'k8s');
  const { platform, files } = outputs[0]!;
  const build = (step: string) =>
    parseAllDocuments(execFileSync('kubectl', ['kustomize', join(folder, step)], { encoding: 'utf8' })).map(
      (document) => document.toJS() as Read,
    );

  beforeAll(() => {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('gives the objects of a step as they are, with namespace, images and versions', () => {
    for (const step of folders) {
      const paths: string[] = kustomizationOf(files, step).resources;
      const ours = readBack(new Map(paths.map((path) => [path, files.get(join(step, path)) ?? ''])));
      const built = build(step);
      expect(built.length).toBe(ours.length);
      for (const object of built) {
        const same = find(ours, `${object.kind}/${object.metadata.name}`);
        expect(withoutSettings(object)).toEqual(withoutSettings(same));
        expect((object.metadata as Data).namespace).toBe(
          object.kind === 'Namespace' ? undefined : platform.environment.namespace,
        );
      }
    }
  });

  it('runs what the pipeline sets in images/, and says its version', () => {
    const path = join(folder, 'images/kustomization.yaml');
    const images = parse(files.get('images/kustomization.yaml') ?? '') as Data;
    const digest = `sha256:${'1'.repeat(64)}`;
    const { newTag: _tag, ...image } = images.images.find(({ name }: Data) => name === 'store');
    images.images = [{ ...image, digest }];
    images.configMapGenerator[0].literals = ['store=1.10'];
    writeFileSync(path, stringify(images));
    for (const [step, target] of [
      ['', 'StatefulSet/store'],
      ['', 'Deployment/worker'],
      ['migrate', 'Job/store-migrate'],
      ['jobs', 'Job/announce'],
    ] as const) {
      const object = find(build(step), target);
      expect(mainOf(object).image).toBe(`ghcr.io/acme/shop/store@${digest}`);
      expect(templateOf(object)?.metadata.labels['app.kubernetes.io/version']).toBe('1.10');
    }
    expect(mainOf(find(build(''), 'Deployment/web')).image).toBe('registry.example.com:5000/acme/web:1.2');
  });
});

/** Without what kustomize is there to set. */
function withoutSettings(object: Read): Data {
  const copy = structuredClone(object) as Data;
  delete copy.file;
  delete copy.metadata.namespace;
  const template = templateOf(copy);
  if (template !== undefined) for (const container of template.spec.containers as Data[]) delete container.image;
  return copy;
}
