import { stringify } from 'yaml';

/**
 * Plain data as YAML: keys in the order given, two spaces, no line folding, no anchors. Texts that a YAML 1.1 reader takes
 * for something else (`yes`, `0o7`, `12:30:00`) are quoted, since Kubernetes and Compose tools differ in their version.
 */
export function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1', sortMapEntries: false });
}

/** Several documents in one file. */
export function yamlDocuments(values: readonly unknown[]): string {
  return values.map(yaml).join('---\n');
}
