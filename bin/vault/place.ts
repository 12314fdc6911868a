import { dirname, join, relative, resolve as resolvePath } from 'node:path';
import type { Platform } from '../../platform/index';
import { envFile, readEnvFile } from './env-file';
import type { Fill, Read } from './fill';
import { manifests, readManifests } from './manifests';

/** The file of an environment's secret values, for a runtime that is not of AWS. */
export interface Vault {
  /** Of the description: git must ignore `path` there. */
  readonly folder: string;
  /** `secrets/<environment>.env`, or `.yaml` on Kubernetes. */
  readonly path: string;
  /** The same, from where the command runs. */
  readonly file: string;
  readonly fill: Fill;
  readonly read: Read;
}

/** `description`: path of the description. */
export function vaultOf(platform: Platform, description: string): Vault {
  const { name, runtime, namespace } = platform.environment;
  const folder = dirname(resolvePath(description));
  const path = `secrets/${name}.${runtime === 'kubernetes' ? 'yaml' : 'env'}`;
  const file = relative(process.cwd(), join(folder, path));
  const header = `# Secret values of ${platform.name}, environment ${name}. Made by \`slipway secrets ${name}\`: never commit this file.`;
  const form =
    runtime === 'kubernetes'
      ? { fill: manifests(file, header, namespace), read: readManifests(file, namespace) }
      : { fill: envFile(header), read: readEnvFile(file) };
  return { folder, path, file, ...form };
}
