import type { Platform } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers, services } from './walk';

type Scalar = string | number | boolean;

/** Last words of names that hold secrets: `DB_PASSWORD`, but not `PASSWORD_LENGTH` or `TOKEN_URL`. */
const secretName =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_?KEY|ACCESS_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|CREDENTIALS?)$/i;
/** Of these, the ones that a number may be the value of; a TOKEN may be a count. */
const secretNumber = /(PASSWORD|PASSWD|SECRET)$/i;
/** What such a name may hold without being secret. */
const harmless =
  /^(true|false|none|off|on|disabled|enabled|optional|required|auto|file|env)?$|^\/|^[a-z]+:\/\/[^@]*$|^\$\{[^}]*\}$/i;

/** Values that are secret wherever they stand, by the form that their issuers give them. */
const secretValues: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, what: 'an AWS access key' },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, what: 'a private key' },
  { pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/, what: 'a GitHub token' },
  { pattern: /\bglpat-[A-Za-z0-9_-]{20,}/, what: 'a GitLab token' },
  { pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/, what: 'a Slack token' },
  { pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/, what: 'a Stripe key' },
  { pattern: /\bAIza[0-9A-Za-z_-]{35}\b/, what: 'a Google API key' },
  { pattern: /\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]/, what: 'a signed token' },
  // A user name may be a reference; the password may not hold one.
  { pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,200}:(?!\$\{)[^\s:/@${}]+@/i, what: 'a password in a URL' },
];

/** `a://:x@` is the shortest of them. */
const shortest = 8;

/** Characters of a value that are looked at: patterns may take long over texts that nobody writes. */
const mostLooked = 10_000;

/** Names whose long values are known to everybody. */
const openName =
  /PUBLIC|CERT|DIGEST|CHECKSUM|HASH|SHA|FINGERPRINT|VERSION|COMMIT|REVISION|UUID|_ID$|URL|URI|ARN|IMAGE/i;

/** What makes a value look like a secret; undefined where nothing does. */
export function looksSecret(name: string, value: Scalar): string | undefined {
  const text = String(value).slice(0, mostLooked);
  const found = text.length < shortest ? undefined : secretValues.find(({ pattern }) => pattern.test(text));
  if (found !== undefined) return found.what;
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return secretNumber.test(name) ? 'a value for a secret name' : undefined;
  if (secretName.test(name) && !harmless.test(text) && !text.includes('${')) return 'a value for a secret name';
  return !openName.test(name) && isRandom(text) ? 'a random text' : undefined;
}

/** Long, of all kinds of characters, and with none that comes often: a key, not a name or a sentence. */
function isRandom(text: string): boolean {
  if (!/^[A-Za-z0-9+/=_-]{40,200}$/.test(text)) return false;
  if (![/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(text))) return false;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const bits = [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
  return bits >= 4.7;
}

interface Written {
  readonly path: Path;
  readonly name: string;
  readonly value: Scalar;
  /** What to do instead. */
  readonly fix: string;
}

function* written(scope: Scope, platform: Platform): Iterable<Written> {
  for (const { path, fields } of containers(scope, platform)) {
    yield* variables([...path, 'env'], fields.env);
    for (const key of ['command', 'args'] as const) {
      for (const [at, word] of (fields[key] ?? []).entries()) yield* argument([...path, key, at], word);
    }
    if (typeof fields.build === 'object') {
      const fix = 'mount it as a build secret instead: build arguments stay in the image';
      for (const [name, value] of Object.entries(fields.build.args ?? {})) {
        yield { path: [...path, 'build', 'args', name], name, value, fix };
      }
    }
    for (const [target, file] of Object.entries(fields.files ?? {})) {
      const content = typeof file === 'string' ? undefined : file.content;
      const fix = 'name a secret of secrets: by ${env.NAME} instead';
      if (content !== undefined) yield { path: [...path, 'files', target, 'content'], name: '', value: content, fix };
    }
  }
  for (const { path, fields } of services(scope, platform)) {
    if (typeof fields.migrate !== 'object' || Array.isArray(fields.migrate)) continue;
    yield* variables([...path, 'migrate', 'env'], fields.migrate.env);
  }
}

function* variables(path: Path, env: Readonly<Record<string, Scalar>> | undefined): Iterable<Written> {
  for (const [name, value] of Object.entries(env ?? {})) {
    const fix = `take it out of the description (and its history), and write secrets: [${name}]`;
    yield { path: [...path, name], name, value, fix };
  }
}

/** `--db-password=x` is read as a variable `DB_PASSWORD`. */
function* argument(path: Path, word: Scalar): Iterable<Written> {
  const [, flag = '', value = word] = /^--?([A-Za-z0-9_-]+)=(.*)$/s.exec(String(word)) ?? [];
  const fix = 'take it out, list it under secrets: and write ${env.NAME} here';
  yield { path, name: flag.replaceAll('-', '_'), value: typeof word === 'string' ? value : word, fix };
}

function* plaintextSecret(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, name, value, fix } of written(scope, platform)) {
    const what = looksSecret(name, value);
    // The value itself is not shown: problems end up in logs.
    if (what !== undefined)
      yield { path, value: '', rule: `looks like a secret (${what}), which a description must not hold`, fix };
  }
}

export const plaintextRules: readonly Rule[] = [
  {
    code: 'plaintext-secret',
    summary:
      'A description holds no secret values: it is read by everybody who may read the code, and its history keeps them. Names that end in PASSWORD, SECRET, TOKEN or KEY and values in the form of keys are taken for such.',
    fix: 'list the variable under secrets:, and set its value with `slipway secrets` or in the store of the target',
    find: plaintextSecret,
  },
];
