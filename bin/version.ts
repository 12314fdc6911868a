import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version of this package. The file stands one folder above the sources and two above the compiled program. */
export function version(): string {
  const folder = [dirname(__dirname), dirname(dirname(__dirname))].find((each) =>
    existsSync(join(each, 'package.json')),
  );
  if (folder === undefined) throw new Error(`no package.json above ${__dirname}`);
  const { version: text } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return text;
}
