export { type Files, mergeFiles, sortFiles } from './files';
export { header, type Made } from './header';
export { applyPatch, type Patched } from './patch';
export { compareFiles, type Difference, ForeignFile, manifestName, type Written, writeFiles } from './write';
export { yaml, yamlDocuments } from './yaml';
