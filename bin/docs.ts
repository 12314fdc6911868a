import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schema } from '../platform/index';
import { exit } from './exit';
import { attributesPage } from './reference/attributes';
import { contractPage } from './reference/contract';
import { defaultsPage } from './reference/defaults';
import { descriptionPage } from './reference/description';
import { problemsPage } from './reference/problems';
import { serversPage } from './reference/servers';
import { supportPage } from './reference/support';

/** What is printed from the code, by its path in the repository. */
export function pages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/attributes.md', attributesPage()],
    ['docs/reference/contract.md', contractPage()],
    ['docs/reference/defaults.md', defaultsPage()],
    ['docs/reference/description.md', descriptionPage()],
    ['docs/reference/problems.md', problemsPage()],
    ['docs/reference/servers.md', serversPage()],
    ['docs/reference/support.md', supportPage()],
    ['platform.schema.json', `${JSON.stringify(schema(), null, 2)}\n`],
  ]);
}

/** Writes the pages that differ, or with `--check` only names them; gives the code to exit with. */
export function docs(root: string, check: boolean, say: (text: string) => void): number {
  const stale = [...pages()].filter(([path, text]) => read(join(root, path)) !== text);
  for (const [path, text] of stale) {
    say(check ? `${path} is out of date: run \`npm run docs\`` : `wrote ${path}`);
    if (check) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return check && stale.length > 0 ? exit.failed : exit.done;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  process.exitCode = docs(dirname(__dirname), process.argv.includes('--check'), (text) =>
    process.stdout.write(`${text}\n`),
  );
}
