import { secretEntries } from '../../platform/index';
import { type ComposeEnv, interpolateAll } from '../support/compose-env';
import { type Document, type Output, output, workshop } from './workshop';

export const platform = workshop();

export const secrets: ComposeEnv = Object.fromEntries(
  secretEntries(platform).map(({ variable }) => [variable, `value-of-${variable.toLowerCase()}`]),
);

export const made: Output = output(platform);
/** As the containers get it, with a value for every secret. */
export const filled: Document = interpolateAll(made.document, secrets);

export const environmentOf = (name: string) => filled.services[name]!.environment!;

export const ended = { condition: 'service_completed_successfully' };
