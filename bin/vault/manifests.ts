import { Document, isMap, parseAllDocuments } from 'yaml';
import type { SecretEntry } from '../../platform/index';
import { exit, Failure } from '../exit';
import { type Fill, fillEach, type Read } from './fill';

/**
 * One Secret for each name, for `kubectl apply -f`. A key that the team must set is left out, since a pod that misses a key does not
 * start and says so, while an empty value would reach the program.
 */
export function manifests(file: string, header: string, namespace: string): Fill {
  return (text, entries, value, stale) => {
    const documents = parse(file, text);
    const open = new Map<Document, SecretEntry[]>();
    const created = new Set<Document>();
    let changed = false;
    const secret = (name: string) => documents.find((each) => is(each, name, namespace));
    const filled = fillEach(
      entries,
      value,
      (entry) => secret(entry.name) !== undefined && holds(secret(entry.name), entry.key) && !stale(entry),
      (entry, given) => {
        const document = secret(entry.name) ?? bare(entry.name, namespace);
        if (!documents.includes(document)) {
          documents.push(document);
          created.add(document);
        }
        if (given === '') open.set(document, [...(open.get(document) ?? []), entry]);
        else changed = put(document, entry.key, given) || changed;
      },
    );
    for (const [document, missing] of open) {
      if (created.has(document)) document.commentBefore = toBeSet(missing);
    }
    if (!changed && created.size === 0) return { ...filled, text };
    const start = text === '' ? `${header}\n` : '';
    return { ...filled, text: start + documents.map(print).join('---\n') };
  };
}

function toBeSet(missing: readonly SecretEntry[]): string {
  const own = missing.filter(({ encodes }) => encodes === '').map(({ key }) => key);
  const said = ` To be set by you, under stringData: ${own.join(', ')}`;
  return own.length === missing.length
    ? said
    : `${said}. Then run slipway secrets again: it adds how they stand in URLs`;
}

/** Of the Secrets in the namespace: `stringData` as it stands, which wins over `data` in base64, as in the API server. */
export function readManifests(file: string, namespace: string): Read {
  return (text, entries) => {
    const documents = parse(file, text);
    const found = entries.flatMap(({ name, key, variable }): [string, string][] => {
      const secret = documents.find((each) => is(each, name, namespace));
      const plain = secret?.getIn(['stringData', key]);
      const encoded = secret?.getIn(['data', key]);
      const value = plain ?? (typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString() : undefined);
      return typeof value === 'string' && value !== '' ? [[variable, value]] : [];
    });
    return new Map(found);
  };
}

/** Without a marker of its own: the markers stand between the documents. */
function print(document: Document): string {
  if (document.directives !== undefined) document.directives.docStart = null;
  return document.toString({ lineWidth: 0 });
}

function parse(file: string, text: string): Document[] {
  const documents = text === '' ? [] : [...parseAllDocuments(text)];
  const error = documents.flatMap((each) => each.errors)[0];
  if (error === undefined) return documents.filter((each) => each.contents !== null) as Document[];
  throw new Failure(
    exit.failed,
    'broken-file',
    `${file} cannot be read as YAML: ${error.message.split('\n')[0]}`,
    'correct the file',
  );
}

function is(document: Document, name: string, namespace: string): boolean {
  const own = document.getIn(['metadata', 'namespace']);
  return (
    document.get('kind') === 'Secret' &&
    document.getIn(['metadata', 'name']) === name &&
    (own === undefined || own === namespace)
  );
}

function holds(document: Document | undefined, key: string): boolean {
  return ['stringData', 'data'].some((map) => {
    const held = document?.getIn([map, key]);
    return typeof held === 'string' && held !== '';
  });
}

function put(document: Document, key: string, value: string): true {
  const held = document.get('stringData', true);
  if (!isMap(held) || held.items.length === 0) document.set('stringData', document.createNode({ [key]: value }));
  else document.setIn(['stringData', key], value);
  return true;
}

function bare(name: string, namespace: string): Document {
  return new Document({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    stringData: {},
  });
}
