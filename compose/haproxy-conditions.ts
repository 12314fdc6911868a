import { type Platform, type Route, routing } from '../platform/index';

// What a request must be to reach a route, as the proxy asks it. Several lines of one name: any of them.

/** A route under the name that its conditions and its servers have in the configuration. */
type Named = Route & { readonly id: string };

export function conditions(platform: Platform, route: Named): string[] {
  const { id, methods, headers } = route;
  return [
    ...hostsOf(platform, route).map((each) => `  acl ${id}-host req.hdr(host),host_only,lower ${each}`),
    ...pathsOf(route).map((condition) => `  acl ${id}-path ${condition}`),
    ...(methods.length === 0 ? [] : [`  acl ${id}-method method ${methods.join(' ')}`]),
    ...Object.entries(headers).map(
      ([name, value]) => `  acl ${headerId(route, name)} req.fhdr(${name}) -m str ${quoted(value)}`,
    ),
  ];
}

/** The names of all that must hold at once. */
export function namesOf(route: Named): string[] {
  const { id, methods, headers } = route;
  return [
    `${id}-host`,
    `${id}-path`,
    ...(methods.length === 0 ? [] : [`${id}-method`]),
    ...Object.keys(headers).map((name) => headerId(route, name)),
  ];
}

function headerId({ id }: Named, name: string): string {
  return `${id}-header-${name}`;
}

/** Addresses by which the machine is asked: one more than its own, or every one. */
function addressesOf({ compose }: Platform['environment']): { readonly one: string; readonly all: boolean } {
  const publish = compose === null ? '' : compose.publish;
  const all = publish === '0.0.0.0' || publish === '::';
  const own = publish === '' || publish === '127.0.0.1';
  // As a host name has it (RFC 3986, 3.2.2).
  return { one: all || own ? '' : publish.includes(':') ? `[${publish.toLowerCase()}]` : publish, all };
}

/** Who asks a laptop by its address means it. Any of the conditions. */
function hostsOf({ gateway, environment }: Platform, { host }: Route): string[] {
  if (routing.isWildcard(host)) return [`-m end ${quoted(host.slice(1))}`];
  if (host !== gateway.host || host !== 'localhost') return [`-m str ${quoted(host)}`];
  const { one, all } = addressesOf(environment);
  const names = [host, '127.0.0.1', ...(one === '' ? [] : [one])];
  return [
    `-m str ${names.map(quoted).join(' ')}`,
    // In single quotes nothing is replaced (HAProxy, Quoting and escaping).
    ...(all ? [String.raw`-m reg '^([0-9]+\.){3}[0-9]+$' '^\[[0-9a-f:.]+\]$'`] : []),
  ];
}

function pathsOf({ path }: Route): string[] {
  const prefix = trimmed(path);
  if (prefix === '') return ['path -m beg /'];
  return [`path -m str ${quoted(prefix)}`, `path -m beg ${quoted(`${prefix}/`)}`];
}

/** A prefix without a slash at its end: '' for `/`. */
export function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

/** In a log-format text, `%` starts a variable. */
export function format(value: string): string {
  return value.replaceAll('%', '%%');
}

/** One word, whatever is in it; a header cannot hold the line ends that would end it. */
export function quoted(value: string): string {
  return `"${value.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\"$]/g, '\\$&')}"`;
}
