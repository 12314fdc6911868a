export { type Files, mergeFiles, sortFiles } from './files';
export { header, type Made } from './header';
export { applyCommand, changeFile } from './kubectl';
export { manifestName } from './manifest';
export { applyPatch, type Patched } from './patch';
export { compareFiles, type Difference, ForeignFile, type Scope, type Written, writeFiles } from './write';
export { yaml, yamlDocuments } from './yaml';
