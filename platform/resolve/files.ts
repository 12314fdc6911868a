import type { ServiceDescription } from '../description/description';
import { compareText, sortedEntries } from '../document/merge';
import type { ConfigFile } from '../model/platform';
import { isSecret } from '../model/text';
import { fileMode } from './defaults';
import { fileGroups } from './file-groups';
import type { Path, Scope } from './scope';
import type { Texts } from './text';

type Given = Pick<ServiceDescription, 'files' | 'tls'>;
type File = NonNullable<Given['files']>[string];

/** What a certificate of a secret is made of, by the names that Kubernetes has for them. */
const certificate = ['tls.crt', 'tls.key'] as const;

/** A secret that is a file, and where the description names it. */
export interface SecretFile {
  /** In the container. */
  readonly target: string;
  readonly path: readonly string[];
  readonly secret: string;
  readonly key: string;
  readonly generate: boolean;
  readonly mode: string;
}

/** Files that are secrets as a whole. */
export function secretFiles({ files, tls }: Given): SecretFile[] {
  const own = Object.entries(files ?? {}).flatMap(([target, file]): SecretFile[] => {
    if (typeof file === 'string' || file.secret === undefined) return [];
    const { secret, key = 'value', generate = false, mode = fileMode } = file;
    return [{ target, path: ['files', target], secret, key, generate, mode }];
  });
  const folders = Object.entries(tls ?? {}).flatMap(([folder, secret]) =>
    certificate.map((key) => ({
      target: `${folder.replace(/\/+$/, '')}/${key}`,
      path: ['tls', folder],
      secret,
      key,
      generate: false,
      mode: fileMode,
    })),
  );
  return [...own, ...folders];
}

/** Every file of a container, with its references resolved. What cannot be is reported and left out. */
export function filesOf(scope: Scope, texts: Texts, given: Given, path: Path): ConfigFile[] {
  const secrets = secretFiles(given).map(({ target, secret, key, mode }): ConfigFile => {
    return { path: target, content: [{ kind: 'secret', secret, key }], secret: true, mode };
  });
  const others = sortedEntries(given.files).flatMap(([target, file]): ConfigFile[] => {
    const content = contentOf(scope, [...path, 'files', target], file);
    if (content === undefined) return [];
    const name = typeof file === 'string' ? undefined : file.group;
    const group = name === undefined ? undefined : fileGroups(scope.merged).get(name);
    const value = texts.text(content, [...path, 'files', target], group);
    const mode = typeof file === 'string' ? fileMode : (file.mode ?? fileMode);
    return [{ path: target, content: value, secret: isSecret(value), mode }];
  });
  return [...secrets, ...others].sort((one, other) => compareText(one.path, other.path));
}

/** The text of a file as it is written; undefined for one that is a secret, and where there is none. */
function contentOf(scope: Scope, path: Path, file: File): string | undefined {
  const whole = typeof file === 'string' ? { from: file } : file;
  const { from, content, secret, key, generate, group } = whole as Exclude<File, string>;
  if ([from, content, secret].filter((each) => each !== undefined).length !== 1) {
    const rule = 'must have one of from, content and secret';
    scope.report({ code: 'file-source', path, value: '', rule, fix: 'keep one of them' });
    return undefined;
  }
  if (secret !== undefined) {
    const rule = 'is a secret as a whole, and a group is of texts';
    if (group !== undefined) scope.report({ code: 'file-source', path, value: '', rule, fix: 'remove group:' });
    return undefined;
  }
  if (key !== undefined || generate !== undefined) {
    const rule = 'has key or generate, which are of a secret';
    scope.report({
      code: 'file-source',
      path,
      value: '',
      rule,
      fix: 'add secret: in place of the text, or remove them',
    });
  }
  const text = content ?? scope.document.read(from ?? '');
  if (text === undefined) {
    scope.report({
      code: 'missing-file',
      path,
      value: `"${from}"`,
      rule: 'but there is no such file beside the description',
      fix: 'make the file, or correct the path',
    });
  }
  return text;
}
