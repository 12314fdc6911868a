import type { Limit, Runtime } from '../../platform/index';
import { limits } from '../renderers';
import { code, markdownTable, page, section } from './markdown';

const all = ['ecs', 'eks', 'kubernetes', 'compose', 'swarm'] as const satisfies readonly Runtime[];
const wholes = limits.filter(({ code: name, field }) => name === 'unsupported' && field === 'environments.*.runtime');
const runtimes = all.filter((runtime) => !wholes.some((limit) => limit.runtimes.includes(runtime)));

const intro = `What a runtime cannot express is refused by name, with a code, never dropped. Every field that stands in no row here works on every
runtime. A code in a cell means that some uses of the field are refused there, for the reason below; where it is marked *acceptable*, an
environment may live without it by listing the code under \`accept\`.`;

/** What each runtime can do, from the same lists that refuse the rest. */
export function supportPage(): string {
  return (
    page('Support', intro, 'the limits.ts of every output') +
    section('Runtimes', runtimeList()) +
    section('Fields by runtime', matrix()) +
    section('Reasons', reasons())
  );
}

function runtimeList(): string {
  const refused = wholes.map(({ runtimes: on, reason }) => `- ${on.map(code).join(', ')}: refused for now. ${reason}.`);
  return [`- ${runtimes.map(code).join(', ')}: made.`, ...refused].join('\n');
}

function matrix(): string {
  const fields = [...new Set(limits.filter((limit) => !wholes.includes(limit)).map(({ field }) => field))].sort();
  return markdownTable(
    ['field', ...runtimes],
    fields.map((field) => [code(field), ...runtimes.map((runtime) => verdict(field, runtime))]),
  );
}

function verdict(field: string, runtime: Runtime): string {
  const own = limits.filter((limit) => limit.field === field && limit.runtimes.includes(runtime));
  if (own.length === 0) return 'yes';
  const codes = new Map(own.map((limit) => [limit.code, limit.acceptable]));
  return [...codes].map(([name, acceptable]) => `${code(name)}${acceptable ? ' *acceptable*' : ''}`).join(', ');
}

function reasons(): string {
  const sorted = [...limits].sort((one, other) => compare(one.code, other.code) || compare(one.field, other.field));
  const row = ({ code: name, field, runtimes: on, reason, fix, acceptable }: Limit) => [
    code(name),
    code(field),
    on.join(', '),
    reason,
    fix,
    acceptable ? 'yes' : 'no',
  ];
  return markdownTable(['code', 'field', 'on', 'because', 'fix', 'acceptable'], sorted.map(row));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
