import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '../../platform/index';
import { folder, slipway, slipwayJson } from './support';

describe('slipway schema', () => {
  it('prints the JSON Schema', async () => {
    const { code, out } = await slipway(['schema']);
    expect(JSON.parse(out)).toEqual(schema());
    expect(code).toBe(0);
  });

  it('writes it into a file', async () => {
    const file = join(folder(), 'platform.schema.json');
    const { out, err } = await slipway(['schema', '-o', file]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema());
    expect([out, err]).toEqual(['', `wrote ${file}\n`]);
  });

  it('refuses a file that cannot be written', async () => {
    const { code, document } = await slipwayJson(['schema', '-o', join(folder(), 'no/such/folder.json')]);
    expect(document.problems[0]).toMatchObject({ code: 'cannot-write' });
    expect(code).toBe(1);
  });
});
