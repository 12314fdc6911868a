import type { Credential, Platform, Postgres } from '../platform/index';
import { kafkaStep, postgresStep, type Step } from '../provision/index';
import { filesOf, hardening, tmpfsOptions } from './container';
import type { ComposeService, Value } from './file';
import { provisionName } from './names';
import type { Project } from './project';
import { passwordOf, textOf } from './refs';
import { hasSetup, type SetUp } from './traits';

/** The container of the step speaks to the server, and to nothing else. */
export function setupPairs(platform: Platform): { readonly from: string; readonly to: string }[] {
  return platform.resources.filter(hasSetup).map(({ name }) => ({ from: provisionName(name), to: name }));
}

export function setupStep(platform: Platform, resource: SetUp): Step {
  return resource.kind === 'postgres' ? postgresStep(platform, resource) : kafkaStep(platform, resource);
}

/** What a container needs to run a step: program, files, and passwords from the environment file. */
export function stepPart(project: Project, name: string, resource: string, step: Step): Omit<ComposeService, 'image'> {
  const { platform } = project;
  const secrets = step.secrets.map(({ variable, credential }): [string, Value] => [
    variable,
    passwordOf(platform, credential),
  ]);
  const env = step.env.map(({ name: variable, value }): [string, Value] => [
    variable,
    textOf(platform, value, resource),
  ]);
  const variables = [...env, ...secrets].sort(([one], [other]) => (one < other ? -1 : 1));
  const files = step.files.map(({ path, text }) => ({ path, content: [text] }));
  return {
    ...filesOf(project, { name, owner: resource }, files),
    ...(variables.length > 0 && { environment: Object.fromEntries(variables) }),
    entrypoint: [...step.command],
    ...hardening,
    read_only: true,
    tmpfs: [`/tmp:${tmpfsOptions(64)}`],
  };
}

export function adminOf(platform: Platform, resource: Postgres): Credential {
  const found = platform.credentials.find((credential) => credential.name === resource.admin);
  if (found === undefined) throw new Error(`resource "${resource.name}" has no administrator`);
  return found;
}
