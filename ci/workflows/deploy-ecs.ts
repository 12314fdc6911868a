import { names, type Platform } from '../../platform/index';
import { runScript } from '../scripts';
import { cdkDeploy } from '../scripts/cdk';
import { run, type Step } from '../workflow';

/** A deploy to ECS by the CDK app. What fails after the images were set brings the earlier ones back. */
export function ecsSteps(): Step[] {
  return [
    setImages(),
    runScript('Migrate', 'runEcsTasks', { env: { PART: 'before', POLL: '5' } }),
    run('Deploy', cdkDeploy('--all')),
    runScript('Run the jobs of a deploy', 'runEcsTasks', { env: { PART: 'after', POLL: '5' } }),
    ...smokeOrBack(),
  ];
}

/** One image set back. Migrations and jobs do not run. */
export function ecsRollbackSteps(): Step[] {
  return [setImages(), run('Deploy', cdkDeploy('--all')), ...smokeOrBack()];
}

function setImages(): Step {
  return runScript('Set the images', 'setEcsImages', { id: 'images' });
}

function smokeOrBack(): Step[] {
  return [
    runScript('Ask every route', 'smoke'),
    runScript('Go back', 'undoEcs', { if: "failure() && steps.images.outcome != 'skipped'" }),
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
