/** A schedule that cannot be kept, and why. */
export interface CronFault {
  readonly rule: string;
  readonly fix: string;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of the values, from `least` on. */
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** crontab(5). Sunday is 0 and 7. */
const fields: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day of the month', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: months },
  { name: 'day of the week', least: 0, most: 7, names: days },
];

const macros: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** What is wrong with five fields of cron; undefined when nothing is. */
export function cronFault(schedule: string): CronFault | undefined {
  const macro = macros[schedule.trim().toLowerCase()];
  if (macro !== undefined) return { rule: 'but must be five fields of cron', fix: `write "${macro}"` };
  const texts = schedule.trim().split(/\s+/);
  if (texts.length !== fields.length || schedule.length > 256) {
    const fix = 'write minute, hour, day of the month, month and day of the week: "0 3 * * *"';
    return { rule: `but has ${texts.length} fields instead of five`, fix };
  }
  const values: Set<number>[] = [];
  for (const [at, field] of fields.entries()) {
    const text = texts[at] ?? '';
    const read = readField(text, field);
    if (typeof read === 'string')
      return { rule: `but as ${field.name} "${text}" ${read}`, fix: `write ${hint(field)}` };
    values.push(read);
  }
  const [, , dayText, , weekText] = texts;
  return dayText !== '*' && weekText === '*' && never(values) ? impossible : undefined;
}

const impossible = { rule: 'but no year has such a day', fix: 'choose a day that the month has' };

/** Days of the longest year. */
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function never([, , daysOfMonth, monthsOfYear]: readonly Set<number>[]): boolean {
  const earliest = Math.min(...(daysOfMonth ?? []));
  return [...(monthsOfYear ?? [])].every((month) => earliest > (monthLengths[month - 1] ?? 0));
}

function hint({ least, most, names }: Field): string {
  const named = names.length === 0 ? '' : `, or a name such as ${names[1]}`;
  return `*, */${Math.min(2, most)}, a number from ${least} to ${most}${named}, a range or a list of them`;
}

/** The values that a field stands for, or what is wrong with it. */
function readField(text: string, field: Field): Set<number> | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, start = '', end, step] = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/([0-9]{1,3}))?$/.exec(part) ?? [];
    if (start === '' || (start === '*' && end !== undefined)) return 'cannot be read';
    if (step !== undefined && start !== '*' && end === undefined) return 'has a step without a range';
    const from = start === '*' ? field.least : numberOf(start, field);
    const to = start === '*' ? field.most : end === undefined ? from : numberOf(end, field);
    if (from === undefined || to === undefined) return 'is no value of it';
    if (from > to) return 'has a range that ends before it starts';
    const by = step === undefined ? 1 : Number(step);
    if (by === 0) return 'has a step of 0';
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

function numberOf(text: string, { least, most, names }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return least + named;
  const value = /^[0-9]{1,3}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : undefined;
}
