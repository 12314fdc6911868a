import { catalogueKinds, catalogueServer } from '../../platform/index';
import { code, markdownTable, page, section } from './markdown';

const intro = `Well-known servers that run as containers: \`kind: mongodb\` is a resource of kind \`container\` with the fields below, and every field of
that kind may be given over them. \`version\` chooses another tag, \`image\` another image. Who \`uses\` one gets \`<NAME>_HOST\`, \`<NAME>_PORT\` and
\`<NAME>_ADDR\`, and the variables below; \`\${name.<attribute>}\` refers to the rest. Where there is an administrator, its password is the
secret \`<name>-admin\`, made by Slipway; \`{ kind: mongodb, auth: none }\` runs without one, where the image can. One line puts it behind
the gateway: \`{ kind: grafana, routes: /grafana }\`, or a host of its own by \`routes: [{ host: grafana.example.com }]\`. Those that know a path of
their own are told it by the variables named there; for others take the path away by \`rewrite: /\` or give them a host.`;

/** The catalogue, one section a server. */
export function serversPage(): string {
  return (
    page('Servers of the catalogue', intro, 'platform/kinds/catalogue/servers/') +
    catalogueKinds.map((kind) => section(kind, server(kind))).join('')
  );
}

function server(kind: string): string {
  const found = catalogueServer(kind);
  if (found === undefined) throw new Error(`no server ${kind}`);
  const { title, source, image, version, runs, admin, attributes, variables, withoutLogin, below } = found;
  const given = new Map(Object.entries(variables).map(([name, attribute]) => [attribute, name]));
  const facts = [
    ['image', code(`${image}:${version}`)],
    ['user', code(String(runs.user))],
    [
      'ports',
      Object.entries(runs.ports ?? {})
        .map(port)
        .join(', '),
    ],
    [
      'data',
      code(
        Object.values(runs.volumes ?? {})
          .map(({ path }) => path)
          .join(', '),
      ),
    ],
    ['memory', code(String(runs.memory))],
    [
      'administrator',
      admin === null
        ? 'none'
        : `${admin.user === '' ? '' : `${code(admin.user)}, `}password in ${code(admin.password)}`,
    ],
    [
      'behind a path',
      below === undefined
        ? ''
        : Object.keys(below.env ?? {})
            .map(code)
            .join(', '),
    ],
    ['without a login', withoutLogin === undefined ? '' : code('auth: none')],
  ].filter(([, value]) => value !== '');
  const rows = Object.entries(attributes).map(([name, value]) => [
    code(name),
    // Of one that the gateway leads to by a path; shown as it is without.
    code(value.replaceAll('${path}', '')),
    code(given.get(name) ?? ''),
  ]);
  return `${title}. Facts from ${source}.\n\n${markdownTable(['', ''], facts)}\n\n${markdownTable(['attribute', 'value', 'variable'], rows)}`;
}

function port([name, given]: [string, number | { number: number | string; protocol?: string | undefined }]): string {
  if (typeof given === 'number') return code(`${name} ${given}`);
  return code(`${name} ${given.number}${given.protocol === undefined ? '' : ` ${given.protocol}`}`);
}
