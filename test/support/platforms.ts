import { join } from 'node:path';
import { type Document, formatProblem, load, type Platform, resolve } from '../../platform/index';

/** The applications that this repository describes, by name. */
export const examples = {
  shop: join(__dirname, '../../platform.yaml'),
  'online-boutique': join(__dirname, '../../examples/online-boutique/platform.yaml'),
  'hotel-reservation': join(__dirname, '../../examples/hotel-reservation/platform.yaml'),
  coffeeshop: join(__dirname, '../../examples/coffeeshop/platform.yaml'),
} as const;

export type Example = keyof typeof examples;

const documents = new Map<Example, Document>();
const platforms = new Map<string, Platform>();

export function documentOf(example: Example): Document {
  const known = documents.get(example);
  if (known !== undefined) return known;
  const { document, problems } = load(examples[example]);
  if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  documents.set(example, document);
  return document;
}

/** One environment of an example, resolved. */
export function platformOf(example: Example, environment: string): Platform {
  const key = `${example} ${environment}`;
  const known = platforms.get(key);
  if (known !== undefined) return known;
  const { platform, problems } = resolve(documentOf(example), environment);
  if (platform === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  platforms.set(key, platform);
  return platform;
}

/** Every environment of every example: `[example, environment]`. */
export function everyEnvironment(): [Example, string][] {
  return (Object.keys(examples) as Example[]).flatMap((example) =>
    documentOf(example).environments.map((environment): [Example, string] => [example, environment]),
  );
}
