import Ajv from 'ajv';
import { schema, writtenSchema } from '../../../platform/description/description';
import { parseText } from '../../../platform/document/parse';
import { Dice, mutated } from '../../property/mutate';
import { documentOf } from '../../support/platforms';
import { cases } from '../cases/all';
import { unmark } from '../cases/describe';

/** How many changed descriptions both judge. */
const changed = Number(process.env['SLIPWAY_CASES'] ?? 2000) / 4;

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema());

/** What the JSON Schema says, and what zod says. */
function verdicts(value: unknown): { schema: boolean; zod: boolean } {
  return { schema: validate(value), zod: writtenSchema(value).safeParse(value).success };
}

const readable = cases.flatMap(({ title, text }): [string, unknown][] => {
  const { source } = parseText('platform.yaml', unmark(text).text);
  return source === undefined ? [] : [[title, source.value]];
});

describe('the JSON Schema', () => {
  it.each(readable)('judges like zod of %s', (_title, value) => {
    const { schema: mine, zod } = verdicts(value);
    expect(mine).toBe(zod);
  });

  it('judges like zod of descriptions that were changed at random', () => {
    const documents = (['shop', 'coffeeshop', 'online-boutique'] as const).map(documentOf);
    const count = { right: 0, wrong: 0 };
    for (let number = 0; number < changed; number++) {
      const dice = new Dice(number);
      const value = mutated(dice.pick(documents).source.value, dice);
      // The reader refuses this key of a map before either sees it.
      if (JSON.stringify(value).includes('"__proto__":')) continue;
      const both = verdicts(value);
      if (both.schema !== both.zod)
        throw new Error(`they differ: ${JSON.stringify(both)} of case ${number}: ${JSON.stringify(validate.errors)}`);
      count[both.zod ? 'right' : 'wrong']++;
    }
    expect(count.right).toBeGreaterThan(changed / 20);
    expect(count.wrong).toBeGreaterThan(changed / 5);
  });

  it.each(['shop', 'coffeeshop', 'online-boutique'] as const)('takes %s', (example) => {
    expect(verdicts(documentOf(example).source.value)).toEqual({ schema: true, zod: true });
  });

  it('says of every field what it is', () => {
    const whole = schema();
    const told = (node: Node): boolean => {
      if (node.description !== undefined) return true;
      const steps = node.$ref?.split('/').slice(1);
      const target = steps?.reduce<unknown>((here, step) => (here as Record<string, unknown>)[step], whole);
      const inner = [...(target === undefined ? [] : [target]), ...(node.allOf ?? []), ...(node.anyOf ?? [])];
      return inner.some((each) => told(each as Node));
    };
    const silent: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [name, field] of Object.entries((node as Node).properties ?? {})) {
        // The kind of a resource says itself.
        if (name !== 'kind' && !told(field)) silent.push(`${path}.${name}`);
      }
      for (const [key, each] of Object.entries(node)) walk(each, `${path}.${key}`);
    };
    walk(whole, '');
    expect(silent).toEqual([]);
  });
});

interface Node {
  readonly description?: string;
  readonly $ref?: string;
  readonly allOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
}
