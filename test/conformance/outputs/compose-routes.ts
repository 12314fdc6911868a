import { type ComposeOutput, haproxyConfig } from './compose';
import { isOnHost, ownerOf, published } from './compose-published';
import {
  type Asked,
  nobody,
  noGateway,
  printConditions,
  printRedirect,
  printShares,
  type ReadGateway,
  type ReadRoute,
} from './routes';

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
    .map(([, lines]) => `${open.get(bindOf(lines))?.port}/tcp -> ${serverOf(lines).to}`)
    .concat(namedOf(sections, (port) => open.get(port)?.port));
  if (frontend === undefined) return { ...noGateway, raw: [...raw, ...udp].sort() };
  const { routes, guards } = routesOf(sections, frontend);
  const entry = open.get(bindOf(frontend));
  return {
    ...noGateway,
    routes,
    guards,
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

/** Several services behind one port, by the name that a client asks for: the proxy must wait for it. */
function namedOf(sections: Sections, publicOf: (port: number) => string | undefined): string[] {
  return [...sections]
    .filter(([name, lines]) => name.startsWith('frontend ') && lines.includes('mode tcp'))
    .flatMap(([, lines]) => {
      const waits = lines.includes('tcp-request content accept if { req.ssl_hello_type 1 }');
      return lines.flatMap((line) => {
        const [, id = '', host = ''] = /^use_backend (\S+) if \{ req\.ssl_sni -i (".*") \}$/.exec(line) ?? [];
        if (id === '') return [];
        const to = serverOf(sections.get(`backend ${id}`) ?? []).to;
        return [`${publicOf(bindOf(lines))}/tcp -> ${to} ${waits ? 'passed on for' : 'at random for'} ${word(host)}`];
      });
    });
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

type Test = (asked: Asked) => boolean;

interface Tests {
  readonly holds: ReadonlyMap<string, readonly Test[]>;
  /** What each asks about. */
  readonly samples: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Lines of one name are any of them. */
function testsOf(frontend: readonly string[]): Tests {
  const holds = new Map<string, Test[]>();
  const values = new Map<string, string[]>();
  const samples = new Map<string, string>();
  for (const line of frontend) {
    const [, name, fetch = '', rest = ''] = /^acl (\S+) (\S+) (.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const [, how = 'str', words = ''] = /^(?:-m (\w+) )?(.*)$/.exec(rest) ?? [];
    const given = [...words.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map(([each]) => word(each));
    const compare = comparisons[how];
    if (compare === undefined) throw new Error(`a comparison that no fact knows: ${line}`);
    const test: Test = (asked) => given.some((each) => compare(fetched(fetch, asked), each));
    samples.set(name, fetch);
    holds.set(name, [...(holds.get(name) ?? []), test]);
    values.set(name, [...(values.get(name) ?? []), ...given.map((each) => (how === 'end' ? `*${each}` : each))]);
  }
  return { holds, values, samples };
}

const comparisons: Readonly<Record<string, (value: string, given: string) => boolean>> = {
  str: (value, given) => value === given,
  beg: (value, given) => value.startsWith(given),
  end: (value, given) => value.endsWith(given),
};

function fetched(fetch: string, { host, path, method, headers }: Asked): string {
  if (fetch === 'path') return path;
  if (fetch === 'method') return method;
  if (fetch.startsWith('req.hdr(host)')) return host.toLowerCase();
  const header = headerOf(fetch);
  if (header === undefined) throw new Error(`a sample that no fact knows: ${fetch}`);
  return headers[header] ?? '';
}

function headerOf(fetch: string): string | undefined {
  return /^req\.fhdr\(([^)]+)\)$/.exec(fetch)?.[1];
}

function routesOf(sections: Sections, frontend: readonly string[]): Pick<ReadGateway, 'routes' | 'guards'> {
  const { holds, values, samples } = testsOf(frontend);
  const routes: ReadRoute[] = [];
  const guards: ReadGateway['guards'][number][] = [];
  const shares = new Map<string, Shares>();
  for (const line of frontend) {
    const [, name = '', conditions = '', draw] = /^use_backend (\S+) if ([^{]+?)(?: \{ (.+) \})?$/.exec(line) ?? [];
    const lines = sections.get(`backend ${name}`);
    if (lines === undefined) continue;
    const names = conditions.split(' ');
    const matches: Test = (asked) => names.every((each) => holds.get(each)?.some((test) => test(asked)));
    if (name === 'no-route') {
      guards.push({ before: routes.length, matches });
      continue;
    }
    const [host = '', path = ''] = names.map((each) => values.get(each)?.[0]);
    const where = {
      host,
      path,
      conditions: printConditions(
        names.flatMap((each) => (samples.get(each) === 'method' ? (values.get(each) ?? []) : [])),
        names.flatMap((each): [string, string][] => {
          const header = headerOf(samples.get(each) ?? '');
          return header === undefined ? [] : [[header, values.get(each)?.join() ?? '']];
        }),
      ),
      matches,
    };
    const place = `${where.host} ${where.path} ${where.conditions}`;
    const known = shares.get(place);
    if (draw !== undefined || known !== undefined) {
      const share = shareOf(draw, serverOf(lines).to, known);
      shares.set(place, share);
      const first = routes.findIndex((each) => `${each.host} ${each.path} ${each.conditions}` === place);
      if (first >= 0) {
        routes[first] = { ...(routes[first] as ReadRoute), to: printShares(share.parts) };
        continue;
      }
    }
    const answer = answerOf(lines);
    if (answer !== '') {
      routes.push({ ...where, ...nobody, answer, timeout: null });
      continue;
    }
    routes.push({
      ...where,
      answer,
      ...serverOf(lines),
      token: '',
      timeout: Number.parseInt(settingOf(lines, 'timeout server'), 10),
      sticky: stickyOf(lines),
      rewrite: rewriteOf(settingOf(lines, 'http-request replace-path')),
    });
  }
  return { routes, guards };
}

/** Of a number below `all`, which is drawn once, each server has what is below its bound and not of one before it. */
interface Shares {
  readonly all: number;
  readonly variable: string;
  readonly parts: readonly (readonly [to: string, weight: number])[];
}

function shareOf(draw: string | undefined, to: string, known: Shares | undefined): Shares {
  const [, all, variable = '', bound] =
    /^(?:rand\((\d+)\),set-var|var)\(([\w.]+)\) -m int lt (\d+)$/.exec(draw ?? '') ?? [];
  if (draw !== undefined && bound === undefined) throw new Error(`a share that no fact knows: ${draw}`);
  if (known !== undefined && draw !== undefined && variable !== known.variable) throw new Error(`two draws: ${draw}`);
  const whole = known?.all ?? Number(all);
  const before = (known?.parts ?? []).reduce((sum, [, weight]) => sum + weight, 0);
  const own = (bound === undefined ? whole : Number(bound)) - before;
  return { all: whole, variable: known?.variable ?? variable, parts: [...(known?.parts ?? []), [to, own]] };
}

/** What a backend without servers says. A redirect has two lines, so that a question mark stands only before a query. */
function answerOf(lines: readonly string[]): string {
  const [, status, , type, body] =
    /^(\d+)( content-type (\S+) string (".*"))?$/.exec(settingOf(lines, 'http-request return status')) ?? [];
  if (status !== undefined) return body === undefined ? status : `${status} ${type}: ${unescaped(body)}`;
  const rules = lines.flatMap((line) => {
    const [, code, place = ''] =
      /^http-request redirect code (\d+) location ("(?:[^"\\]|\\.)*")( if \{ query -m len gt 0 \})?$/.exec(line) ?? [];
    return code === undefined ? [] : [{ code: Number(code), place: format(word(place)) }];
  });
  const last = rules.at(-1);
  if (last === undefined) return '';
  const [, scheme = '', host = '', port = '', path = ''] =
    /^(?:(https?):\/\/([^:/%]+)(?::(\d+))?)?(.*)$/.exec(last.place) ?? [];
  const kept = path === '%[pathq]';
  if (!kept && rules[0]?.place !== `${last.place}?%[query]`) throw new Error('a redirect that loses the query');
  const usual = scheme === '' ? '' : scheme === 'https' ? '443' : '80';
  return printRedirect(last.code, scheme, host, port || usual, kept ? '' : path);
}

/** A text in quotes, with ends of lines and tabs. */
function unescaped(text: string): string {
  const ends: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_all, each: string) => ends[each] ?? each);
}

/** By a cookie that the proxy sets, or by what it remembers of one of the service. */
function stickyOf(lines: readonly string[]): string {
  if (settingOf(lines, 'cookie') !== '') return 'own';
  const [stored, asked] = ['stick store-response', 'stick match'].map(
    (key) => /^re[sq]\.cook\(([^)]+)\)/.exec(settingOf(lines, key))?.[1] ?? '',
  );
  return stored === asked ? (stored ?? '') : 'by two cookies';
}

function rewriteOf(rule: string): ReadRoute['rewrite'] {
  const [, pattern, result] = /^("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")$/.exec(rule) ?? [];
  if (pattern === undefined || result === undefined) return (path) => path;
  const replacement = format(word(result))
    .replaceAll('$', '$$$$')
    .replaceAll(/\\(\d)/g, '$$$1');
  return (path) => path.replace(new RegExp(word(pattern)), replacement);
}
