import { loadText, type Platform, resolve } from '../../platform/index';
import { command } from '../conformance/facts/command';
import { environment } from '../conformance/facts/environment';
import { files } from '../conformance/facts/files';
import { gateway } from '../conformance/facts/gateway';
import { health } from '../conformance/facts/health';
import { jobs } from '../conformance/facts/jobs';
import { routes } from '../conformance/facts/routes';
import { type Read, readBack, render } from '../conformance/outputs/index';
import { type Runtime, runtimes } from '../support/render-text';

/** Texts that some target, or something on the way there, reads as its own. */
const hostile: readonly string[] = [
  // Docker Compose, the shell and Kubernetes expand what follows a dollar sign.
  ...['$HOME', '${HOME}', '${HOME:-x}', '$$', '$$HOME', '$(HOME)', '$$(HOME)', '$', 'a$', '$(date)', '`date`'],
  // Kubernetes before the fix of kubernetes/kubernetes#136325.
  ...['100$€', 'a$$é', '$é', '$𝄞', 'é$é$', '$(é', '$\u00a0'],
  // Tokens of the CDK: strings, lists, numbers.
  ...['${Token[TOKEN.1]}', 'x${Token[a.b.0]}y', '#{Token[TOKEN.2]}', '-1.8881545897087626e+289', '${Token[', '#{Token'],
  // Intrinsics of CloudFormation, expressions of GitHub, templates of Go and Jinja, formats of HAProxy.
  ...[
    '{"Ref":"AWS::Region"}',
    '${AWS::Region}',
    '${{ secrets.TOKEN }}',
    '{{ .Values.x }}',
    '{% raw %}',
    '%[env(HOME)]',
  ],
  ...['Fn::Sub', '{{resolve', '{{ssm:x}}', '<aws.scheduler.scheduled-time>', 'States.Format("{}")', '$.input'],
  // What YAML and JSON would read as something else, or write otherwise.
  ...['1.20', '0x1F', '1e3', 'true', 'null', '~', 'yes', 'NO', '2026-01-01', '0o17', '1_000', '12:30:45', '.inf'],
  ...[
    '- a',
    '# no comment',
    'a: b',
    'a #b',
    '&a',
    '*a',
    '!t',
    '|',
    '>',
    '%',
    '@',
    "it's",
    '"quoted"',
    '\\n',
    '\\',
    '{',
    '[',
  ],
  ...[
    '',
    ' ',
    ' a',
    'a ',
    '\t',
    'a\tb',
    'a\nb',
    'a\n',
    '\na',
    'a\r\nb',
    'ü',
    '日本語',
    '😀',
    '\u2028',
    '\ufeffa',
    '\u0085',
  ],
];

const list = (texts: readonly string[]) =>
  texts.map((text) => JSON.stringify(text.replaceAll('${', () => '$${'))).join(', ');

/** A header is one line of plain characters, and gateways take 16 of them: each holds several texts. */
const lines = hostile.filter((each) => /^[!-~]([ -~]*[!-~])?$/.test(each));
const perHeader = Math.ceil(lines.length / 12);
const headers = Array.from({ length: 12 }, (_, at) => lines.slice(at * perHeader, (at + 1) * perHeader))
  .filter((each) => each.length > 0)
  .map((each, at) => `X-${at}: ${JSON.stringify(each.join(' '))}`)
  .join(', ');

/** The Gateway API answers nothing by itself. */
const answers = hostile
  .filter((each) => /^[ -~]+$/.test(each))
  .map((each, at) => `{ path: /r${at}, respond: { status: 503, body: ${list([each])} } }`)
  .join(', ');

/** Load balancers send no headers with a check, and set those alone that they know. */
const accepts: Readonly<Record<Runtime, string>> = {
  compose: '',
  kubernetes: '',
  ecs: ', accept: [unsupported-health, unsupported-health-headers]',
};

function platformOn(runtime: Runtime): Platform {
  const env = hostile.map((text, at) => `T${at}: ${list([text])}`).join(', ');
  const text = `platform: shop
owner: team-shop
repository: acme/shop
services:
  api:
    image: "ghcr.io/acme/api:1.2.3"
    env: { ${env} }
    command: [/app, ${list(hostile.filter((each) => each !== ''))}]
    args: [${list(hostile)}]
    files: { /etc/shop/texts: { content: ${list([hostile.join('|')])} } }
    ports: { http: 8080 }
    health: { command: [/probe, ${list(hostile)}] }
    uses: [main.api]
    migrate: { args: [up, ${list(hostile)}], env: { ${env.replaceAll('T', 'M')} } }
    sidecars: { beside: { image: "ghcr.io/acme/beside:1.2.3", env: { ${env} } } }
    init: { before: { image: "ghcr.io/acme/before:1.2.3", args: [${list(hostile)}] } }
  web:
    image: "ghcr.io/acme/web:1.2.3"
    ports: { http: 8080 }
    health: none
    routes: [${runtime === 'kubernetes' ? '/' : answers}]
  timed:
    image: "ghcr.io/acme/timed:1.2.3"
    ports: { http: 8080 }
    health: { http: /up, headers: { ${headers} } }
jobs: { load: { image: "ghcr.io/acme/load:1.2.3", env: { ${env} }, args: [${list(hostile)}] } }
resources: { main: { kind: postgres, databases: [api] } }
gateway: { headers: { ${runtime === 'ecs' ? '' : headers} } }
environments: { here: { ${runtimes[runtime]}${accepts[runtime]} } }
`;
  const { document, problems } = loadText('platform.yaml', text);
  const found = document === undefined ? { problems } : resolve(document, 'here');
  if (!('platform' in found) || found.platform === undefined) throw new Error(JSON.stringify(found.problems));
  return found.platform;
}

describe.each(Object.keys(runtimes) as Runtime[])('texts that mean something elsewhere, on %s', (runtime) => {
  const platform = platformOn(runtime);
  let read: Read;
  beforeAll(async () => {
    read = readBack(await render(platform, [platform]));
  });

  it('are in the model as they are written', () => {
    const env = new Map(platform.services[0]?.env.map(({ name, value }) => [name, value.join('')]));
    expect(hostile.map((_, at) => env.get(`T${at}`))).toEqual(hostile);
    expect(platform.services[0]?.args.map((word) => word.join(''))).toEqual(hostile);
  });

  it.each([environment, command, files, health, gateway, routes, jobs].map((fact) => [fact.title, fact] as const))(
    'arrive: %s',
    (_title, fact) => {
      expect(read.ask(fact)).toEqual(fact.expected(platform));
    },
  );
});
