import { openedOnHost } from '../on-host';
import { type ComposeOutput, type ComposeService, haproxyConfig } from './compose';
import { noGateway, type ReadGateway, type ReadRoute } from './routes';

/** The entry by HAProxy, of the service `gateway`. */
export function composeGateway(output: ComposeOutput): ReadGateway {
  const { gateway } = output.document.services;
  const udp = Object.entries(output.document.services)
    .filter(([name]) => name !== 'gateway')
    .flatMap(([name, each]) =>
      published(each)
        .filter(({ port, protocol }) => !isOnHost(output, ownerOf(output, name), `${port}/${protocol}`))
        .map(({ port, target, protocol }) => `${port}/${protocol} -> ${ownerOf(output, name)}:${target}`),
    );
  if (gateway === undefined) return { ...noGateway, raw: udp.sort() };
  const sections = sectionsOf(output.mountedFile(gateway, haproxyConfig) ?? '');
  const open = new Map(published(gateway).map(({ port, target, host }) => [target, { port, host }]));
  const frontend = sections.get('frontend gateway');
  const raw = [...sections]
    .filter(([name]) => name.startsWith('listen '))
    .map(([, lines]) => `${open.get(bindOf(lines))?.port}/tcp -> ${serverOf(lines).to}`);
  if (frontend === undefined) return { ...noGateway, raw: [...raw, ...udp].sort() };
  const routes = routesOf(sections, frontend);
  const entry = open.get(bindOf(frontend));
  return {
    ...noGateway,
    routes,
    raw: [...raw, ...udp].sort(),
    entries: [...new Set(routes.map(({ host }) => host))].map((host) => `http://${host}:${entry?.port}`).sort(),
    headers: Object.fromEntries(
      frontend.flatMap((line) => {
        const [, name, value] = /^http-after-response set-header (".*?") (".*")$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[word(name), format(word(value))]];
      }),
    ),
    idleTimeout: Number.parseInt(settingOf(sections.get('defaults') ?? [], 'timeout client'), 10),
    from: publishedOn(output),
  };
}

/** Addresses of every published port, not of the gateway's alone. */
function publishedOn({ document }: ComposeOutput): string[] {
  const hosts = Object.values(document.services).flatMap((each) => published(each).map(({ host }) => host));
  return [...new Set(hosts)].map((host) => (host === undefined || host === '0.0.0.0' ? 'everywhere' : `${host}/32`));
}

/** The service whose network another one holds. */
function ownerOf({ document }: ComposeOutput, holder: string): string {
  return (
    Object.entries(document.services).find(([, { network_mode }]) => network_mode === `service:${holder}`)?.[0] ??
    holder
  );
}

function published({
  ports = [],
}: ComposeService): { port: string; target: number; protocol: string; host?: string }[] {
  return ports.map((each) => {
    if (typeof each === 'string') return rangeOf(each);
    return {
      port: each.published,
      target: each.target,
      protocol: each.protocol,
      ...(each.host_ip !== undefined && { host: each.host_ip }),
    };
  });
}

/** `127.0.0.1:50000-50010:50000-50010/udp` */
function rangeOf(text: string): { port: string; target: number; protocol: string; host: string } {
  const [, host = '', port = '', target, protocol = ''] = /^(.+):(\d+-\d+):(\d+-\d+)\/(tcp|udp)$/.exec(text) ?? [];
  if (port === '' || port !== target) throw new Error(`a published port that no fact knows: ${text}`);
  return { port, target: Number.parseInt(port, 10), protocol, host };
}

/** Whether the description publishes a port on the host, which is another fact. */
function isOnHost({ platform }: ComposeOutput, owner: string, published: string): boolean {
  return openedOnHost(platform).some(
    ({ name, numbers, transport }) => name === owner && published === `${numbers}/${transport}`,
  );
}

/** Ports of the machine that lead to a container under the same number, without those that routes open. */
export function hostPortsOf(output: ComposeOutput, name: string): string[] {
  return published(output.service(output.holder(name)))
    .filter(({ port, target }) => Number.parseInt(port, 10) === target)
    .map(({ port, protocol }) => `${port}/${protocol}`);
}

type Sections = ReadonlyMap<string, readonly string[]>;

/** Lines of a configuration by their section. */
function sectionsOf(text: string): Sections {
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (/^[a-z]/.test(line)) {
      lines = [];
      sections.set(line.trim(), lines);
    } else if (/^\s+[a-z]/.test(line)) lines.push(line.trim());
  }
  return sections;
}

function settingOf(lines: readonly string[], key: string): string {
  return lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? '';
}

function bindOf(lines: readonly string[]): number {
  return Number(settingOf(lines, 'bind').replace(/^.*:/, ''));
}

function serverOf(lines: readonly string[]): Pick<ReadRoute, 'to' | 'http2'> {
  const [, , to = ''] = settingOf(lines, 'server-template').split(' ');
  return { to, http2: settingOf(lines, 'server-template').endsWith(' proto h2') };
}

/** A word in double quotes (HAProxy, Quoting and escaping). */
function word(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
}

/** A log-format text without variables. */
function format(text: string): string {
  return text.replaceAll('%%', '%');
}

function routesOf(sections: Sections, frontend: readonly string[]): ReadRoute[] {
  const tests = new Map<string, ((host: string, path: string) => boolean)[]>();
  const values = new Map<string, string[]>();
  for (const line of frontend) {
    const [, name, fetch, rest = ''] = /^acl (\S+) (\S+) (.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const given = [...rest.replace(/^-m \w+ /, '').matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map(([each]) => word(each));
    const begins = rest.startsWith('-m beg ');
    const asks = (host: string, path: string) => (fetch === 'path' ? path : host.toLowerCase());
    tests.set(name, [
      ...(tests.get(name) ?? []),
      (host, path) => given.some((each) => (begins ? asks(host, path).startsWith(each) : asks(host, path) === each)),
    ]);
    values.set(name, [...(values.get(name) ?? []), ...given]);
  }
  return frontend.flatMap((line) => {
    const [, name = '', conditions = ''] = /^use_backend (\S+) if (.+)$/.exec(line) ?? [];
    const lines = sections.get(`backend ${name}`);
    if (lines === undefined) return [];
    const names = conditions.split(' ');
    const [host = '', path = ''] = names.map((each) => values.get(each)?.[0]);
    return [
      {
        ...serverOf(lines),
        host,
        path,
        token: '',
        timeout: Number.parseInt(settingOf(lines, 'timeout server'), 10),
        sticky: settingOf(lines, 'cookie') !== '',
        matches: (host, path) => names.every((each) => tests.get(each)?.some((test) => test(host, path))),
        rewrite: rewriteOf(settingOf(lines, 'http-request replace-path')),
      },
    ];
  });
}

function rewriteOf(rule: string): ReadRoute['rewrite'] {
  const [, pattern, result] = /^("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")$/.exec(rule) ?? [];
  if (pattern === undefined || result === undefined) return (path) => path;
  const replacement = format(word(result))
    .replaceAll('$', '$$$$')
    .replaceAll(/\\(\d)/g, '$$$1');
  return (path) => path.replace(new RegExp(word(pattern)), replacement);
}
