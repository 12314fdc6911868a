import { type Case, lines, service } from './describe';

const files = (text: string, more = '') => service(`readOnlyRoot: false\nfiles:\n${indent(text)}\n${lines(more)}`);
const indent = (text: string) => `  ${lines(text).replaceAll('\n', '\n  ')}`;

/** Files that are secrets. */
export const secretFileCases: readonly Case[] = [
  {
    title: 'a file that is a secret and a text',
    text: files('/run/key: <<file-source>>{ secret: key, content: abc }'),
  },
  { title: 'a text with the key of a secret', text: files('/run/key: <<file-source>>{ content: abc, key: tls.key }') },
  { title: 'a text that is made', text: files('/run/key: <<file-source>>{ content: abc, generate: true }') },
  { title: 'a key of a secret with a slash', text: files('/run/key: { secret: key, key: <<bad-format>>tls/key }') },
  { title: 'a secret by a name in capitals', text: files('/run/key: { secret: <<bad-format>>KEY }') },
  {
    title: 'one secret as a whole and by a key',
    text: files('/run/key: { secret: key }\n<<secret-form>>/run/other: { secret: key, key: other }'),
  },
  {
    title: 'a secret that is a variable and a certificate',
    text: service('secrets: { KEY: { name: key } }\ntls: { <<secret-form>>/etc/tls: key }').replace(
      '<<secret-form>>/etc/tls',
      '<<secret-form>><<secret-form>>/etc/tls',
    ),
  },
  {
    title: 'a random text with keys',
    text: files('<<secret-form>>/run/key: { secret: key, key: tls.key, generate: true }'),
  },
  {
    title: 'a secret file that is made here and set there',
    text: files('/run/key: { secret: key, generate: true }\n<<secret-source>>/run/again: { secret: key }'),
  },
  {
    title: 'a certificate where a file is already',
    text: files('/etc/tls/tls.key: { secret: key }', 'tls: { <<mount-twice>>/etc/tls: cert }'),
  },
  {
    title: 'a certificate in a folder of the kernel',
    text: service('tls: { <<mount-reserved>><<mount-reserved>>/proc/tls: cert }'),
  },
];
