import { loadText, type Platform, printText, resolve, type SecretEntry, secretEntries } from '../../../platform/index';
import { compose, platform as described, ecs, kubernetes, lines } from '../cases/describe';

const sections = lines(`
  services:
    api:
      image: "ghcr.io/acme/api:2.1"
      readOnlyRoot: false
      secrets: { SIGNING_KEY: { name: signing } }
      files:
        /run/keys/signing: { secret: signing }
        /run/keys/made: { secret: made, generate: true }
        /run/keys/next: { secret: several, key: next.key }
        /etc/app/app.conf: { content: "key \${env.SIGNING_KEY}" }
      tls: { /run/tls/: api-tls }
      sidecars:
        proxy: { image: "ghcr.io/acme/proxy:1", readOnlyRoot: false, tls: { /etc/proxy: api-tls }, files: { /run/last: { secret: several, key: last.key } } }
  jobs:
    rotate: { image: "ghcr.io/acme/api:2.1", readOnlyRoot: false, files: { /run/made: { secret: made, generate: true } } }
  resources:
    broker: { kind: container, image: "docker.io/library/eclipse-mosquitto:2.0.22", ports: { tcp: 8883 }, readOnlyRoot: false, tls: { /mosquitto/tls: broker-tls } }
`);

function platformOf(environment: string): Platform {
  const { document, problems } = loadText('platform.yaml', described(sections, environment));
  const { platform, problems: wrong } =
    document === undefined ? { platform: undefined, problems } : resolve(document, 'dev');
  if (platform === undefined) throw new Error(wrong.map(({ field, rule }) => `${field} ${rule}`).join('\n'));
  return platform;
}

describe('a file that is a secret', () => {
  const platform = platformOf(compose);
  const [api] = platform.services;
  const told = (list: readonly { readonly path: string; readonly content: Parameters<typeof printText>[0] }[] = []) =>
    Object.fromEntries(list.map(({ path, content }) => [path, printText(content)]));

  it('holds the secret, or one of its keys, as a whole', () => {
    expect(told(api?.files)).toEqual({
      '/etc/app/app.conf': 'key <secret signing>',
      '/run/keys/made': '<secret made>',
      '/run/keys/next': '<next.key of secret several>',
      '/run/keys/signing': '<secret signing>',
      '/run/tls/tls.crt': '<tls.crt of secret api-tls>',
      '/run/tls/tls.key': '<tls.key of secret api-tls>',
    });
    expect(api?.files.every(({ secret }) => secret)).toBe(true);
    expect(told(api?.sidecars[0]?.files)).toMatchObject({ '/etc/proxy/tls.key': '<tls.key of secret api-tls>' });
  });

  it('is in no variable, but for one that is asked for', () => {
    const names = api?.env.filter(({ secret }) => secret).map(({ name }) => name);
    expect(names).toEqual(['SIGNING_KEY']);
    expect(platform.jobs[0]?.env.some(({ secret }) => secret)).toBe(false);
  });

  it('is a secret of the platform, with all who read it and the keys that they read', () => {
    expect(platform.secrets).toEqual([
      { name: 'api-tls', source: 'given', keys: ['tls.crt', 'tls.key'], readers: ['api'] },
      { name: 'broker-tls', source: 'given', keys: ['tls.crt', 'tls.key'], readers: ['broker'] },
      { name: 'made', source: 'generated', keys: ['value'], readers: ['api', 'rotate'] },
      { name: 'several', source: 'given', keys: ['last.key', 'next.key'], readers: ['api'] },
      { name: 'signing', source: 'given', keys: ['value'], readers: ['api'] },
    ]);
    expect(api?.secrets).toEqual(['api-tls', 'made', 'several', 'signing']);
  });

  it.each([
    ['Compose', compose],
    ['Kubernetes', kubernetes],
    ['ECS', ecs],
  ])('has an entry for each value that must be there on %s', (_title, environment) => {
    const entry = ({ name, key, variable, source }: SecretEntry) => `${variable}: ${source} ${key} of ${name}`;
    expect(secretEntries(platformOf(environment)).map(entry)).toEqual([
      'API_TLS_TLS_CRT: given tls.crt of api-tls',
      'API_TLS_TLS_KEY: given tls.key of api-tls',
      'BROKER_TLS_TLS_CRT: given tls.crt of broker-tls',
      'BROKER_TLS_TLS_KEY: given tls.key of broker-tls',
      'MADE: generated value of made',
      'SEVERAL_LAST_KEY: given last.key of several',
      'SEVERAL_NEXT_KEY: given next.key of several',
      'SIGNING: given value of signing',
    ]);
  });

  it('is taken away by null, and changed, in an environment', () => {
    const { document } = loadText(
      'platform.yaml',
      described(
        sections,
        `${compose}\nservices:\n  api:\n    tls: null\n    sidecars: null\n    files: { /run/keys/next: null, /run/keys/made: null, /run/keys/signing: { secret: other } }`,
      ),
    );
    const [changed] = (document && resolve(document, 'dev').platform?.services) ?? [];
    expect(told(changed?.files)).toEqual({
      '/etc/app/app.conf': 'key <secret signing>',
      '/run/keys/signing': '<secret other>',
    });
  });
});
