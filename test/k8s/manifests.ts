import { parseAllDocuments } from 'yaml';
import type { Files } from '../../output/index';
import { formatProblem, loadText, type Platform, resolve } from '../../platform/index';
import type { PodSpec } from '../support/pod-security';

// biome-ignore lint/suspicious/noExplicitAny: manifests are read back as the plain data that they are
export type Data = any;

/** An object read back from a file. */
export interface Read {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> };
  readonly spec: Data;
  readonly data?: Record<string, string>;
}

export interface Template {
  readonly metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  readonly spec: PodSpec & Record<string, Data>;
}

/** Every manifest of an output; a document with an error or a duplicate key fails. */
export function readBack(files: Files): Read[] {
  return [...files]
    .filter(([path]) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'))
    .flatMap(([file, text]) =>
      parseAllDocuments(text).map((document) => {
        if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join('\n')}`);
        return { file, ...document.toJS() } as Read;
      }),
    );
}

/** `Kind/name`, or an error that lists what there is. */
export function find(objects: readonly Read[], target: string): Read {
  const found = objects.filter(({ kind, metadata }) => `${kind}/${metadata.name}` === target);
  if (found[0] === undefined || found.length > 1) {
    throw new Error(
      `${found.length} of ${target} among ${objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(' ')}`,
    );
  }
  return found[0];
}

/** The pod template of an object, or none. */
export function templateOf({ spec }: Read): Template | undefined {
  return (spec?.jobTemplate?.spec ?? spec)?.template;
}

/** One environment `test` of a description for Kubernetes: its services and so on, without the platform's own lines. */
export function platformFrom(body: string, environment = ''): Platform {
  const text = `platform: shop\nrepository: acme/shop\n${body}\nenvironments:\n  test: { runtime: kubernetes, domain: shop.example.com${environment} }\n`;
  const { document, problems } = loadText('platform.yaml', text);
  if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  const { platform, problems: broken } = resolve(document, 'test');
  if (platform === undefined) throw new Error(broken.map(formatProblem).join('\n'));
  return platform;
}

/** The main container of the pods of an object. */
export function mainOf(object: Read): Data {
  const main: Data = templateOf(object)?.spec.containers[0];
  if (main === undefined) throw new Error(`${object.kind}/${object.metadata.name} has no pods`);
  return main;
}
