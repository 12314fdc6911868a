import { applyPatch, type Files, sortFiles, yaml } from '../output/index';
import { OverrideError, type Platform, secretEntries } from '../platform/index';
import { addGateway } from './gateway';
import { addProbes } from './health';
import { documentOf } from './layout';
import { madeBy } from './made-by';
import { networksOf } from './networks';
import { Project } from './project';
import { addResource, setupPairs } from './servers';
import { addJob, addService } from './workload';

export interface RenderOptions {
  /**
   * From the folder of compose.yaml to that of the description, without a slash at the end: build contexts start there.
   * @default '../../..', from `dist/<environment>/compose`
   */
  readonly root: string;
}

/** `compose.yaml` and the files that it mounts, for `docker compose --env-file secrets/<environment>.env -f ... up --build`. */
export function render(platform: Platform, { root }: RenderOptions = { root: '../../..' }): Files {
  const project = new Project(platform, networksOf(platform, setupPairs(platform)), root);
  for (const resource of platform.resources) addResource(project, resource);
  for (const service of platform.services) addService(project, service);
  for (const job of platform.jobs) addJob(project, job);
  addGateway(project);
  addProbes(project);
  const document = patched(platform, documentOf(project.toFile()));
  const { name } = platform.environment;
  const secrets = secretEntries(platform).length > 0;
  const file = secrets ? ` --env-file secrets/${name}.env` : '';
  const start = `docker compose${file} -f dist/${name}/compose/compose.yaml up --build`;
  const notes = [...(secrets ? [`Once: npx slipway secrets ${name}`] : []), `Start: ${start}`];
  return sortFiles([['compose.yaml', madeBy(platform, notes) + yaml(document)], ...project.files]);
}

/** What the team changes by path, last. Dollar signs in it are Compose's own. */
function patched(platform: Platform, document: unknown): unknown {
  return platform.environment.overrides.compose.reduce((value, { target, path, op, value: replacement }, index) => {
    if (target !== '')
      throw new OverrideError('compose', index, `there is one file, so target "${target}" means nothing`);
    const result = applyPatch(value, path, op, replacement);
    if (!result.ok) throw new OverrideError('compose', index, result.reason);
    return result.value;
  }, document);
}
