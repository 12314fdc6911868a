import type { Field } from '../fields';
import type { Paint } from '../report';
import { table } from '../table';

/** What the language says of a field, of each kind that has it, the fields inside, and where else the name is one. */
export function printFields(found: readonly Field[], all: readonly Field[], paint: Paint): string {
  const [first] = found;
  if (first === undefined) return '';
  const blocks = found.filter(({ path }) => path === first.path).map((field) => block(field, paint));
  const others = [...new Set(found.map(({ path }) => path))].slice(1);
  if (others.length > 0) blocks.push([paint('bold', 'also'), ...others.map((path) => `  ${path}`)].join('\n'));
  const inside = children(first, all);
  if (inside.length === 0) return blocks.join('\n\n');
  const rows = inside.map((field) => [
    `  ${field.path.slice(first.path.length + 1)}`,
    field.types.join(' or ').replaceAll('`', ''),
    field.description,
  ]);
  return [...blocks, `${paint('bold', 'fields inside')}\n${table(rows).join('\n')}`].join('\n\n');
}

function block({ path, kinds, types, description, default: fallback, required, example }: Field, paint: Paint): string {
  const key =
    path
      .split('.')
      .filter((step) => step !== '*')
      .at(-1) ?? '';
  const rows: [string, string][] = [
    ['type', types.join(' or ').replaceAll('`', '')],
    ['default', required ? 'none: it must be given' : fallback === '' ? 'nothing' : fallback],
    ['kinds', kinds.join(', ')],
    ['example', example === '' ? '' : key.endsWith('[]') ? `- ${example}` : `${key}: ${example}`],
  ];
  const shown = table(rows.filter(([, value]) => value !== '').map(([label, value]) => [`  ${label}`, value]));
  return [paint('bold', path), ...(description === '' ? [] : [`  ${description}`]), ...shown].join('\n');
}

/** One level down: names and items of lists count as none. */
function children({ path }: Field, all: readonly Field[]): Field[] {
  return all.filter((field) => {
    if (!field.path.startsWith(path) || field.path === path) return false;
    const rest = field.path.slice(path.length);
    return /^(\[\]|\.\*)*\.[^.[*]+$/.test(rest);
  });
}
