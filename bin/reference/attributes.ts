import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatProblem,
  kindAttributes,
  loadText,
  type Platform,
  peerAttributes,
  portAttributes,
  printText,
  type Resource,
  resolve,
  type Text,
} from '../../platform/index';
import { code, markdownTable, page, section } from './markdown';

const intro = `What \`\${name.attribute}\` may name in variables, arguments and files, along the edges of the workload that says it: \`calls\` for services,
\`uses\`, \`publishes\` and \`consumes\` for resources. A database, topic, queue or port stands between: \`\${main.orders.url}\`, \`\${users.grpc.addr}\`. Values in
angle brackets are known on the target alone. Servers of the catalogue have attributes of their own, on [their page](servers.md).`;

const sample = readFileSync(join(__dirname, 'attributes.yaml'), 'utf8');

/** The part of each store that the sample uses. */
const parts: Readonly<Record<string, string>> = { main: 'orders', events: 'created', search: 'http' };

/** Every attribute of every kind, read from a resolved sample. */
export function attributesPage(): string {
  const platform = platformOf();
  const users = platform.services.find(({ name }) => name === 'users');
  return (
    page('Attributes that references name', intro, 'a resolved sample') +
    (users?.ports ?? [])
      .map((port) =>
        section(`A port of a service, ${port.protocol}`, table(`users.${port.name}`, peerAttributes('users', port))),
      )
      .join('') +
    platform.resources
      .map((resource) => section(`A resource of kind ${resource.kind}`, ofResource(resource)))
      .join('') +
    section(
      'The gateway',
      'Without an edge: `${gateway.url}` and `${gateway.host}`; of a tcp or udp route `${gateway.<service>.<port>.addr}`, `host` and `port`.',
    ) +
    section(
      'The instance and its variables',
      '`${env.NAME}` is another variable of the same container, `${instance.name}` the name of the replica, and `${instance.ip}` its own address in the group of a mesh.',
    )
  );
}

function ofResource(resource: Resource): string {
  const part = parts[resource.name] ?? '';
  const edge = { part, credential: `${resource.name}-reader`, user: 'reader' };
  const name = part === '' ? resource.name : `${resource.name}.${part}`;
  if (resource.kind !== 'container') return table(name, kindAttributes({ ...edge, resource }));
  return table(name, portAttributes(resource, { ...edge, resource }));
}

function table(name: string, attributes: Readonly<Record<string, Text>>): string {
  const rows = Object.entries(attributes).map(([attribute, value]) => [
    code(`\${${name}.${attribute}}`),
    code(printText(value)),
  ]);
  return markdownTable(['reference', 'value'], rows);
}

function platformOf(): Platform {
  const { document, problems } = loadText('sample.yaml', sample);
  const resolved = document === undefined ? { problems } : resolve(document, 'plain');
  if (!('platform' in resolved) || resolved.platform === undefined)
    throw new Error(resolved.problems.map(formatProblem).join('\n'));
  return resolved.platform;
}
