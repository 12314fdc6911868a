/** A description that is wrong. `<<code>>` stands in the text before each place where a problem is expected. */
export interface Case {
  /** Completes the sentence "refuses ...". */
  readonly title: string;
  readonly text: string;
  /** The environment to resolve. Default: all, one after the other. */
  readonly environment?: string;
  /** Files beside the description; a folder is there with its files. Default: nobody looks. */
  readonly beside?: readonly string[];
}

export interface Expected {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** Such a text without the marks, and where they stood. */
export function unmark(marked: string): { text: string; expected: Expected[] } {
  const expected: Expected[] = [];
  let text = '';
  let from = 0;
  for (const match of marked.matchAll(/<<([a-z]+(?:-[a-z]+)*)>>/g)) {
    text += marked.slice(from, match.index);
    from = match.index + match[0].length;
    const line = text.split('\n').length;
    expected.push({ code: match[1] ?? '', line, column: text.length - text.lastIndexOf('\n') });
  }
  return { text: text + marked.slice(from), expected };
}

/** What stands between the backticks without the margin that it has there. */
export function lines(text: string): string {
  const all = text.replace(/^\n/, '').replace(/\s+$/, '').split('\n');
  const margins = all.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins);
  return all.map((line) => line.slice(margin)).join('\n');
}

function indent(text: string, spaces: number): string {
  return lines(text)
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(spaces)}${line}`))
    .join('\n');
}

export const compose = 'runtime: compose';
export const kubernetes = 'runtime: kubernetes\ndomain: shop.example.com';
export const ecs = 'runtime: ecs\naccount: "111111111111"\nregion: eu-west-1\ndomain: shop.example.com';
export const production = '\ntier: production';

/** A platform of the given sections in one environment, `dev`. */
export function platform(sections: string, environment: string = compose): string {
  return `platform: shop\n${lines(sections)}\nenvironments:\n  dev:\n${indent(environment, 4)}\n`;
}

/** A platform of one service, `api`, which is built and has the given fields. */
export function service(fields: string, environment?: string): string {
  return platform(`services:\n  api:\n    build: api\n${indent(fields, 4)}`, environment);
}

/** A platform of one job, `report`. */
export function job(fields: string, environment?: string): string {
  return platform(`jobs:\n  report:\n    build: report\n${indent(fields, 4)}`, environment);
}

/** A platform of one resource, `main`, and a service that does not use it. */
export function resource(fields: string, environment?: string): string {
  return platform(`services:\n  api:\n    build: api\nresources:\n  main:\n${indent(fields, 4)}`, environment);
}

/** The same, where `api` uses `uses` of it. */
export function used(uses: string, fields: string, environment?: string): string {
  return platform(
    `services:\n  api:\n    build: api\n    ${uses}\nresources:\n  main:\n${indent(fields, 4)}`,
    environment,
  );
}

/** A platform of nothing but its environments. */
export function environments(text: string, sections = 'services:\n  api: { build: api }'): string {
  return `platform: shop\n${lines(sections)}\nenvironments:\n${indent(text, 2)}\n`;
}
