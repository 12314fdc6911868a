import { names, type Platform } from '../../platform/index';
import { runScript } from '../scripts';
import { cdkDeploy } from '../scripts/cdk';
import { run, type Step } from '../workflow';
import { assumeRole } from './promote';

/** A deploy to ECS by the CDK app. What fails after the images were set brings the earlier ones back. */
export function ecsSteps(platform: Platform): Step[] {
  return [
    setImages(),
    runScript('Migrate', 'runEcsTasks', { env: { PART: 'before', POLL: '5' } }),
    // A session lasts an hour, and the first migration waits for all stores to be made.
    ...assumeRole(platform),
    run('Deploy', cdkDeploy('--all')),
    runScript('Run the jobs of a deploy', 'runEcsTasks', { env: { PART: 'after', POLL: '5' } }),
    ...smokeOrBack(platform),
  ];
}

/** One image set back. Migrations and jobs do not run. */
export function ecsRollbackSteps(platform: Platform): Step[] {
  return [setImages(), run('Deploy', cdkDeploy('--all')), ...smokeOrBack(platform)];
}

function setImages(): Step {
  return runScript('Set the images', 'setEcsImages', { id: 'images' });
}

/** A deploy that fails late has no session left to go back with. */
function smokeOrBack(platform: Platform): Step[] {
  const back = { if: "failure() && steps.images.outcome != 'skipped'" };
  return [
    runScript('Ask every route', 'smoke'),
    ...assumeRole(platform).map((step) => ({ ...step, ...back })),
    runScript('Go back', 'undoEcs', back),
  ];
}

/** Variables that the scripts of ECS read, for the whole job. */
export function ecsVariables({ name, environment }: Platform): Record<string, string> {
  return {
    CLUSTER: names.stackName(name, environment.name),
    IMAGES_STACK: names.stackName(name, environment.name, 'images'),
    PARAMETERS: names.ssmParameterName(name, environment.name),
  };
}
