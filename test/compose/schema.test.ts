import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import type { Platform } from '../../platform/index';
import { everyEnvironment, platformOf } from '../support/platforms';
import { output, workshop } from './workshop';

/** The schema of the Compose Specification, as the linter ships it; ajv knows its dialect by the other spelling. */
const schema = JSON.parse(
  readFileSync(join(__dirname, '../../node_modules/dclint/schemas/compose.schema.json'), 'utf8').replace(
    'https://json-schema.org/draft-07/schema',
    'http://json-schema.org/draft-07/schema#',
  ),
);
const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);

const linter = new DCLinter({
  quiet: true,
  debug: false,
  exclude: [],
  rules: {
    // An image is built here and still has a name, by which the environment file can name another one.
    'no-build-and-image': 0,
    // What YAML could take for a number is in quotes; `5353/udp` is a text without them.
    'require-quotes-in-ports': 0,
  },
});

const folder = mkdtempSync(join(tmpdir(), 'slipway-compose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly messages: readonly { readonly rule: string; readonly message: string }[];
}

function findings(text: string): string[] {
  const path = join(folder, 'compose.yaml');
  writeFileSync(path, text);
  const results: readonly Result[] = linter.lintFiles([path], false);
  return results.flatMap(({ messages }) => messages.map(({ rule, message }) => `${rule}: ${message}`));
}

const cases: [string, () => Platform][] = [
  ['the workshop', () => workshop()],
  ...everyEnvironment()
    .filter(([example, environment]) => platformOf(example, environment).environment.runtime === 'compose')
    .map(([example, environment]): [string, () => Platform] => [example, () => platformOf(example, environment)]),
];

describe.each(cases)('compose.yaml of %s', (_name, platform) => {
  it('follows the Compose Specification', () => {
    validate(parse(output(platform()).text));
    expect(validate.errors).toBeNull();
  });

  it('passes the linter', () => {
    const moving = [...platform().services].filter(
      ({ image }) => 'reference' in image && /:latest$/.test(image.reference),
    );
    const found = findings(output(platform()).text);
    // An image that its authors publish by a moving tag alone is the description's own choice, and said for each service.
    expect(found.map((each) => each.replace(/ is using the image .*/, '')).sort()).toEqual(
      moving.map(({ name }) => `service-image-require-explicit-tag: Service "${name}"`).sort(),
    );
  });
});

describe('the checks themselves', () => {
  it('refuses a key that Compose does not know', () => {
    expect(validate({ services: { a: { imge: 'a:1' } } })).toBe(false);
  });

  it('refuses a port that the whole network could open', () => {
    expect(findings('name: a\nservices:\n  a:\n    image: a:1\n    ports:\n      - "80:80"\n').join()).toContain(
      'no-unbound-port-interfaces',
    );
  });
});
