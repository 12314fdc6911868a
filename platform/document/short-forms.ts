type Path = readonly (string | number)[];
type Plain = Record<string, unknown>;

/** What a short form stands for, by the last key of its path; `*` in front: by the key around it, for each name in there. */
const forms: Readonly<Record<string, (short: unknown) => Plain | undefined>> = {
  build: text((context) => ({ context })),
  health: text((http) => (http === 'none' ? undefined : { http })),
  liveness: text((http) => (http === 'none' ? undefined : { http })),
  readiness: text((http) => (http === 'none' ? undefined : { http })),
  cpu: (both) => ({ request: both, limit: both }),
  memory: (both) => ({ request: both, limit: both }),
  scale: (min) => ({ min }),
  migrate: (command) => ({ command }),
  secrets: names,
  databases: names,
  topics: names,
  queues: names,
  '*files': text((from) => ({ from })),
  '*ports': (number) => ({ number }),
  '*ulimits': (both) => ({ soft: both, hard: both }),
};

/**
 * The map that a short form at a path stands for (`http: 8080` is `http: { number: 8080 }`), so that a map of some of its
 * fields can be merged over it. Undefined where the two ways to write a field say different things.
 */
export function longForm(short: unknown, path: Path): Plain | undefined {
  if (short === undefined || short === null) return undefined;
  const form = forms[String(path[path.length - 1])] ?? forms[`*${path[path.length - 2]}`];
  return form?.(short);
}

function text(long: (short: string) => Plain | undefined): (short: unknown) => Plain | undefined {
  return (short) => (typeof short === 'string' ? long(short) : undefined);
}

function names(list: unknown): Plain | undefined {
  return Array.isArray(list) ? Object.fromEntries(list.map((name) => [String(name), {}])) : undefined;
}
