import { writeFileSync } from 'node:fs';
import { schema as jsonSchema } from '../../platform/index';
import { exit, Failure } from '../exit';
import type { Options } from '../options';
import { done, type Outcome, type Run } from '../outcome';

/** The JSON Schema of a description: to stdout, or into a file. */
export function schema({ report }: Run, _args: readonly string[], { out }: Options): Outcome {
  const document = jsonSchema();
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (out === '') return done(null, document, text);
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new Failure(exit.failed, 'cannot-write', `cannot write ${out}: ${(error as Error).message}`);
  }
  report.note(`wrote ${out}`);
  return done(null, { file: out }, '');
}
