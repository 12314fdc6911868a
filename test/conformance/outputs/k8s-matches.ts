import { type Asked, hasPrefix, printConditions } from './routes';

/** What a rule of an HTTPRoute or GRPCRoute asks of a request. */
export interface Match {
  readonly path: { readonly type: string; readonly value: string };
  readonly method?: string;
  readonly headers?: readonly { readonly type: string; readonly name: string; readonly value: string }[];
}

export const nothing: Match = { path: { type: '', value: '' } };

export function fits({ path, method, headers = [] }: Match, asked: Asked): boolean {
  return (
    hasPrefix(asked.path, path.value) &&
    (method === undefined || method === asked.method) &&
    headers.every(({ type, name, value }) => type === 'Exact' && asked.headers[name.toLowerCase()] === value)
  );
}

/** Any method of several matches; what else they ask for is the same. */
export function conditionsOf(matches: readonly Match[]): string {
  const [first, ...others] = new Set(matches.map(({ headers = [] }) => JSON.stringify(headers)));
  if (others.length > 0) throw new Error('matches that ask for different headers');
  const headers: NonNullable<Match['headers']> = JSON.parse(first ?? '[]');
  return printConditions(
    matches.flatMap(({ method }) => (method === undefined ? [] : [method])),
    headers.map(({ name, value }) => [name, value]),
  );
}

/** What ranks routes of one path: a method, then headers. */
export function rankOf([match = nothing]: readonly Match[]): number {
  return (match.method === undefined ? 0 : 100) + (match.headers?.length ?? 0);
}

/** A duration as the Gateway API defines it (GEP-2257); another text fails, as it would at apply. */
export function secondsOf(text: string): number {
  if (!/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(text)) throw new Error(`"${text}" is no duration of the Gateway API`);
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+)([hms]+)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );
}
