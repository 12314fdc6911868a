export { type Files, mergeFiles, sortFiles } from './files';
export { header, type Made } from './header';
export { applyPatch, type Patched } from './patch';
export { yaml, yamlDocuments } from './yaml';
