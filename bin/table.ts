/** Rows as lines, the columns below one another with two spaces between. The last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, width(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/** Characters that take place on a terminal: colours do not. */
function width(cell: string): number {
  return [...cell.replaceAll(/\u001b\[[0-9;]*m/g, '')].length;
}
