import { applyCommand, changeFile, header, yaml } from '../output/index';
import { type Image, type Platform, secretEntries } from '../platform/index';
import { podSecurityLabels } from './charts/pod-security';
import { clusterOf } from './cluster';
import { builtImages } from './inventory';
import { stageLabel, versionLabel } from './labels';
import { unset } from './pod/pod';
import type { Manifest, PodTemplate } from './types';

type Built = Extract<Image, { kind: 'build' }>;
type Objects = ReadonlyMap<string, readonly Manifest[]>;

/** Folders of one-shot Jobs, in the order of a deploy: the services come before the last. */
const jobFolders = ['provision', 'migrate', 'jobs'] as const;
const versions = 'versions';

const purposes = {
  base: 'What must be there first: the namespace, what holds for every pod in it, and stores.',
  provision: 'Jobs that make databases, roles and topics. They may run again and again.',
  migrate: 'Jobs that must end before new code gets traffic.',
  jobs: 'Jobs that come after the services.',
} as const;

/**
 * A kustomization for each step of a deploy, and `images/`, a part of all of them that says which images run. The pipeline
 * changes that folder and no other; for each built image:
 *
 *     kustomize edit set image users=ghcr.io/acme/shop/users@sha256:...
 *     kustomize edit set configmap versions --from-literal=users=1.4.2      # what SERVICE_VERSION says
 */
export function kustomizations(platform: Platform, files: Objects): [string, string][] {
  const folders = (['base', ...jobFolders] as const).filter((folder) =>
    [...files.keys()].some((path) => isIn(path, folder)),
  );
  const built = builtImages(platform);
  const ours = clusterOf(platform).createNamespace;
  const write = (folder: '' | keyof typeof purposes, resources: readonly string[]): [string, string] => {
    const object = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: platform.environment.namespace,
      resources,
      ...(built.length > 0 && { components: [folder === '' ? 'images' : '../images'] }),
    };
    const purpose = folder === '' ? '' : purposes[folder];
    const notes =
      folder === '' ? deployNotes(platform, folders) : [ours ? purpose : purpose.replace('the namespace, ', '')];
    return [`${folder === '' ? '' : `${folder}/`}kustomization.yaml`, headed(platform, notes) + yaml(object)];
  };
  const running = [...files.keys()].filter((path) => !jobFolders.some((folder) => isIn(path, folder)));
  return [
    // Files, not the folder base: a part (images) that both had would be made twice.
    write('', running),
    ...folders.map((folder) =>
      write(
        folder,
        [...files.keys()].filter((path) => isIn(path, folder)).map((path) => path.slice(folder.length + 1)),
      ),
    ),
    ...(built.length === 0 ? [] : [imagesFile(platform, built, files)]),
  ];
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Where each image is, which one, and its version on the pods whose main container it is. */
function imagesFile(platform: Platform, built: readonly Built[], files: Objects): [string, string] {
  const { registry } = platform.environment;
  const users = usersOf([...files.values()].flat());
  const object = {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    images: built.map(({ name }) => ({
      name,
      newName: `${registry === '' ? platform.name : registry}/${name}`,
      newTag: unset,
    })),
    configMapGenerator: [
      {
        name: versions,
        literals: built.map(({ name }) => `${name}=${unset}`),
        // Read here and never applied.
        options: { disableNameSuffixHash: true, annotations: { 'config.kubernetes.io/local-config': 'true' } },
      },
    ],
    replacements: built.flatMap(({ name }) => {
      const targets = users.get(name);
      if (targets === undefined) return [];
      return [{ source: { kind: 'ConfigMap', name: versions, fieldPath: `data.${name}` }, targets }];
    }),
  };
  const notes = [
    'The pipeline sets which images run, here and nowhere else:',
    '  kustomize edit set image <name>=<registry>/<name>@<digest>',
    `  kustomize edit set configmap ${versions} --from-literal=<name>=<version>`,
  ];
  return ['images/kustomization.yaml', headed(platform, notes) + yaml(object)];
}

/** Places of the version of each image: pods whose main container it is. */
function usersOf(objects: readonly Manifest[]): Map<string, object[]> {
  const users = new Map<string, object[]>();
  for (const object of objects) {
    const found = templateOf(object);
    const image = found?.template.spec?.containers[0]?.image;
    if (found === undefined || image === undefined || found.template.metadata?.labels?.[versionLabel] === undefined)
      continue;
    const target = {
      select: { kind: object.kind, name: object.metadata.name },
      fieldPaths: [`${found.path}.metadata.labels.[${versionLabel}]`],
    };
    users.set(image, [...(users.get(image) ?? []), target]);
  }
  return users;
}

/** The pod template of an object that has one, and its path with dots. */
function templateOf(object: Manifest): { readonly template: PodTemplate; readonly path: string } | undefined {
  const { spec } = object as { spec?: { template?: PodTemplate; jobTemplate?: { spec?: { template?: PodTemplate } } } };
  if (spec?.template !== undefined) return { template: spec.template, path: 'spec.template' };
  const inner = spec?.jobTemplate?.spec?.template;
  return inner === undefined ? undefined : { template: inner, path: 'spec.jobTemplate.spec.template' };
}

function headed(platform: Platform, notes: readonly string[]): string {
  return fileHeader(platform, ['', ...notes]);
}

/** The first lines of every file of this output. */
export function fileHeader({ environment }: Platform, notes: readonly string[] = []): string {
  const command = `npx slipway synth k8s --environment ${environment.name}`;
  return header({ comment: '#', from: 'platform.yaml', command, notes });
}

/** A deploy, step by step: what the pipeline does too. */
function deployNotes(platform: Platform, folders: readonly string[]): string[] {
  const { environment } = platform;
  const secrets = `  ${applyCommand} --namespace ${environment.namespace} --filename ../../../secrets/${environment.name}.yaml`;
  const space = `--namespace ${environment.namespace}`;
  const once = (folder: string) => [
    `  kubectl delete jobs ${space} --selector ${stageLabel}=${folder} --ignore-not-found`,
    `  bash ${changeFile} before ${folder}`,
    `  ${applyCommand} --kustomize ${folder}`,
    `  kubectl wait jobs ${space} --selector ${stageLabel}=${folder} --for=condition=Complete --timeout=1h`,
  ];
  const { createNamespace, podSecurity } = clusterOf(platform);
  const there = [
    `The namespace ${environment.namespace} must exist, with these labels:`,
    ...Object.entries(podSecurityLabels(podSecurity)).map(([key, value]) => `  ${key}: ${value}`),
  ];
  return [
    ...(createNamespace ? [] : there),
    'Everything that keeps running. A deploy, from this folder:',
    ...(createNamespace ? [`  ${applyCommand} --filename base/namespace.yaml`] : []),
    // What `slipway secrets` makes, from dist/<environment>/k8s.
    ...(secretEntries(platform).length === 0 ? [] : [secrets]),
    `  bash ${changeFile} before base`,
    `  ${applyCommand} --kustomize base`,
    ...['provision', 'migrate'].filter((folder) => folders.includes(folder)).flatMap(once),
    `  bash ${changeFile} before .`,
    `  ${applyCommand} --kustomize .`,
    ...['jobs'].filter((folder) => folders.includes(folder)).flatMap(once),
    `  bash ${changeFile} after .      # when all of it runs`,
  ];
}
