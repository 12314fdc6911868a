import { loadText, type Platform, resolve } from '../../platform/index';

/** The laptop of a description. */
export function resolved(text: string): Platform {
  const { document } = loadText('platform.yaml', text);
  const platform = document && resolve(document, 'local').platform;
  if (platform === undefined) throw new Error('it does not resolve');
  return platform;
}

/** A description of these services on a laptop. */
export const services = (text: string, more = '') =>
  `platform: hello\nservices:\n${text}\n${more}environments: { local: { runtime: compose } }\n`;
