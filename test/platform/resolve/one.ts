import { loadText, type Platform, resolve, type Service } from '../../../platform/index';
import { service } from '../cases/describe';

/** An environment of a text, which must be right. */
export function resolved(text: string, environment = 'dev'): Platform {
  const { document, problems } = loadText('platform.yaml', text);
  const result = document === undefined ? { problems, platform: undefined } : resolve(document, environment);
  if (result.platform === undefined)
    throw new Error(result.problems.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return result.platform;
}

/** The service of a description that has one. */
export function api(fields: string, environment?: string): Service {
  const [found] = resolved(service(fields, environment)).services;
  if (found === undefined) throw new Error('there is no service');
  return found;
}
