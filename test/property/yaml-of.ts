/** The value as YAML in block style, as people write it. */
export function yamlOf(value: unknown): string {
  return block(value, '').slice(1);
}

/** What stands after a colon or a dash. */
function block(value: unknown, margin: string): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}\n`;
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return list ? ' []\n' : ' {}\n';
  const lines = entries.map(([key, each]) => `${margin}${list ? '-' : `${keyOf(key)}:`}${inner(each, list, margin)}`);
  return `\n${lines.join('')}`;
}

/** A map or list in a list starts in the line of its dash. */
function inner(value: unknown, list: boolean, margin: string): string {
  const text = block(value, `${margin}  `);
  return list && text.startsWith('\n') ? ` ${text.slice(margin.length + 3)}` : text;
}

function keyOf(key: string): string {
  return /^[a-z][a-zA-Z0-9-]*$/.test(key) ? key : JSON.stringify(key);
}
