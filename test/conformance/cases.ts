import { join } from 'node:path';
import { type Document, formatProblem, load, type Platform, resolve } from '../../platform/index';
import { documentOf, type Example, examples } from '../support/platforms';

/** The examples, and a description that uses everything that the language has. */
export const descriptions = [...(Object.keys(examples) as Example[]), 'everything'] as const;

export type DescriptionName = (typeof descriptions)[number];

export const everythingFile = join(__dirname, 'everything/everything.yaml');

let everything: Document | undefined;

export function describedBy(name: DescriptionName): Document {
  if (name !== 'everything') return documentOf(name);
  if (everything === undefined) {
    const { document, problems } = load(everythingFile, 'nowhere');
    if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
    everything = document;
  }
  return everything;
}

const known = new Map<DescriptionName, readonly Platform[]>();

/** Every environment of a description, resolved. */
export function platformsOf(name: DescriptionName): readonly Platform[] {
  const list = known.get(name) ?? describedBy(name).environments.map((each) => resolved(describedBy(name), each));
  known.set(name, list);
  return list;
}

export function resolved(document: Document, environment: string): Platform {
  const { platform, problems } = resolve(document, environment);
  if (platform === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return platform;
}

/** Every environment of every description: `[description, environment, platform]`. */
export function cases(): [DescriptionName, string, Platform][] {
  return descriptions.flatMap((name) =>
    platformsOf(name).map((platform): [DescriptionName, string, Platform] => [
      name,
      platform.environment.name,
      platform,
    ]),
  );
}
