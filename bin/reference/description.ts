import { type Field, fields } from '../fields';
import { code, markdownTable, page, section } from './markdown';
import { usesOf } from './uses';

const intro = `What \`platform.yaml\` may hold. In a path \`*\` stands for a name that you choose and \`[]\` for an item of a list. An environment may
say any field of the gateway, a service, a job or a resource again, by the same keys; maps are merged key by key, everything else is
replaced. \`slipway explain <field>\` prints the same for one field.`;

const titles: Readonly<Record<string, string>> = {
  gateway: 'Gateway',
  defaults: 'Defaults',
  services: 'Services',
  jobs: 'Jobs',
  resources: 'Resources',
  meshes: 'Meshes',
  environments: 'Environments',
};

/** Every field of the language. */
export function descriptionPage(): string {
  const all = fields().filter(({ path }) => !/^[^.]+\.\*$/.test(path));
  const top = all.filter(({ path }) => !path.includes('.') && titles[path] === undefined);
  const sections = Object.entries(titles).map(([key, title]) => {
    const own = all.filter(({ path }) => path === key || path.startsWith(`${key}.`));
    const [head, ...rest] = own;
    const said = head?.description ?? '';
    return section(title, [said, usesOf(key), tables(key, rest)].filter((part) => part !== '').join('\n\n'));
  });
  return (
    page('The description', intro, 'the schema in platform/') + section('Platform', fieldTable(top)) + sections.join('')
  );
}

/** Resources have a table for what all kinds share, and one for each kind. */
function tables(key: string, own: readonly Field[]): string {
  if (key !== 'resources') return fieldTable(own);
  const kinds = [...new Set(own.flatMap((field) => field.kinds))];
  const parts = kinds.map(
    (kind) => `### Kind ${code(kind)}\n\n${fieldTable(own.filter((field) => field.kinds.includes(kind)))}`,
  );
  return [fieldTable(own.filter((field) => field.kinds.length === 0)), ...parts].join('\n\n');
}

function fieldTable(list: readonly Field[]): string {
  return markdownTable(
    ['field', 'type and unit', 'default', 'example', 'meaning'],
    list.map((field) => [
      code(field.path),
      field.types.join(' or '),
      fallback(field),
      example(field),
      field.description,
    ]),
  );
}

function fallback({ required, default: text }: Field): string {
  if (required) return '**required**';
  return text === '' ? '-' : text;
}

function example({ path, example: text }: Field): string {
  const last = path.split('.').findLast((step) => step !== '*') ?? '';
  if (text === '') return '';
  return code(last.endsWith('[]') ? `- ${text}` : `${last}: ${text}`);
}
