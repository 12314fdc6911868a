import type { Run } from '../outcome';
import type { Style } from '../report';

const styles: readonly Style[] = ['cyan', 'magenta', 'green', 'yellow', 'blue'];

/** Prints lines of programs, each behind the name of its program. */
export function linePrinter(
  { report }: Run,
  names: readonly string[],
): (name: string, quiet?: boolean) => (text: string) => void {
  const width = Math.max(0, ...names.map((name) => name.length));
  return (name, quiet = false) => {
    const style = styles[Math.max(0, names.indexOf(name)) % styles.length] ?? 'cyan';
    const head = report.paintError(style, `${name.padEnd(width)} |`);
    const say = quiet ? report.detail : report.note;
    return (text) => say(`${head} ${text}`);
  };
}
