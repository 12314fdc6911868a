import { type Platform, secretEntries } from '../../platform/index';
import { exit, Failure } from '../exit';
import type { Run } from '../outcome';
import { count } from '../problems';
import { makeSecrets, openNote } from '../vault/make';
import { type Vault, vaultOf } from '../vault/place';

/** Every secret value, made where it can be; what only the team knows must be there. */
export function preparedSecrets(run: Run, platform: Platform, description: string): Vault {
  const vault = vaultOf(platform, description);
  const { made, open } = makeSecrets(run, vault, secretEntries(platform));
  if (made.length > 0) run.report.note(`${vault.file}: ${count(made.length, 'value')} made`);
  if (open.length === 0) return vault;
  const { name } = platform.environment;
  const message = `${name} needs ${count(open.length, 'value')} that only you know`;
  throw new Failure(exit.missing, 'open-values', message, openNote(name, vault, open));
}
