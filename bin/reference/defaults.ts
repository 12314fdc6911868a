import { defaults, formatCpu, formatDuration, formatMemory } from '../../platform/index';
import { code, markdownTable, page, section } from './markdown';

const intro = `Every value that Slipway decides where the description says nothing, as \`platform/resolve/defaults.ts\` has it. \`slipway explain <service>\` shows
which of them a service took, and where the others come from.`;

/** Values whose keys say no unit. */
const special: Readonly<Record<string, (value: number) => string>> = {
  'container.writable.size.disk': formatMemory,
  'container.volume.size': (value) => `${value}Gi`,
};

/** Keys whose numbers have a unit; the last key of a path that is here decides. */
const units: Readonly<Record<string, (value: number) => string>> = {
  cpu: (value) => `${formatCpu(value)} vCPU`,
  memory: formatMemory,
  storage: (value) => `${value}Gi`,
  backup: (value) => (value === 0 ? 'none' : `${value} days`),
  logRetention: (value) => `${value} days`,
  ...Object.fromEntries(
    [
      'delay',
      'interval',
      'timeout',
      'streamTimeout',
      'startup',
      'shutdown',
      'preStop',
      'margin',
      'idleTimeout',
      'retention',
    ].map((key) => [key, formatDuration]),
  ),
};

/** Numbers that have their name from another unit. */
const plain = new Set(['scale.cpu']);

/** Every default value of the kit. */
export function defaultsPage(): string {
  const sections = Object.entries(defaults)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => section(title(name), markdownTable(['value', 'default'], rows(value, [name]))));
  return page('Defaults', intro, 'platform/resolve/defaults.ts') + sections.join('');
}

function title(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function rows(value: unknown, path: readonly string[]): string[][] {
  if (typeof value === 'function') return [[label(path), code(String(value('<version>')))]];
  if (Array.isArray(value)) return [[label(path), code(value.join(', '))]];
  if (typeof value !== 'object' || value === null) return [[label(path), print(value, path)]];
  return Object.entries(value).flatMap(([key, inner]) => rows(inner, [...path, key]));
}

function label(path: readonly string[]): string {
  return path.length === 1 ? code(path[0] ?? '') : code(path.slice(1).join('.'));
}

function print(value: unknown, path: readonly string[]): string {
  const format = special[path.join('.')] ?? path.map((key) => units[key]).findLast((each) => each !== undefined);
  if (typeof value === 'number' && format !== undefined && !plain.has(path.join('.'))) return code(format(value));
  return code(String(value));
}
