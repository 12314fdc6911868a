import type { Origin } from '../../platform/index';
import type { Paint } from '../report';
import { table } from '../table';

/** One thing that was decided, in one environment. */
export interface Row {
  readonly label: string;
  readonly value: string;
  readonly origin: Origin;
}

/** Rows of one environment. */
export interface Column {
  readonly environment: string;
  readonly rows: readonly Row[];
}

/**
 * Rows of several environments as one table: each label once, and a line for each different value or origin, with the environments
 * that have it unless all do.
 */
export function printColumns(columns: readonly Column[], paint: Paint): string[] {
  return table(labelsOf(columns).flatMap((label) => lines(label, columns, paint)));
}

/** Labels that only some environments have stand after the one that they follow there. */
function labelsOf(columns: readonly Column[]): string[] {
  const labels: string[] = [];
  for (const { rows } of columns) {
    let at = 0;
    for (const { label } of rows) {
      const known = labels.indexOf(label);
      if (known < 0) labels.splice(at, 0, label);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return labels;
}

function lines(label: string, columns: readonly Column[], paint: Paint): string[][] {
  const groups = new Map<string, { row: Row; environments: string[] }>();
  for (const { environment, rows } of columns) {
    for (const row of rows.filter((each) => each.label === label)) {
      const key = JSON.stringify([row.value, row.origin]);
      const group = groups.get(key) ?? { row, environments: [] };
      group.environments.push(environment);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ row, environments }, at) => {
    const where = environments.length === columns.length ? '' : `[${environments.join(', ')}]`;
    const origin = [printOrigin(row.origin), where].filter((part) => part !== '').join('  ');
    return [`  ${at === 0 ? label : ''}`, row.value, paint('dim', origin)];
  });
}

const longestReason = 48;

/** `line 12`, `line 70 of the environment`, `default: 512Mi`, `contract`. A long reason is cut: `explain <field>` has it whole. */
function printOrigin(origin: Origin): string {
  if (origin.kind === 'default') {
    const { reason } = origin;
    if (reason === '' || reason === 'contract') return reason;
    const short =
      reason.length <= longestReason ? reason : `${reason.slice(0, reason.lastIndexOf(' ', longestReason))} …`;
    return reason === 'decided by Slipway' ? 'default' : `default: ${short}`;
  }
  const of = { line: '', environment: ', of the environment', defaults: ', of the defaults' }[origin.kind];
  return `line ${origin.line}${of}`;
}
