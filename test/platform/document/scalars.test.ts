import { loadText, type Platform, resolve } from '../../../platform/index';

function resolved(text: string): Platform {
  const { document, problems } = loadText('platform.yaml', text);
  if (document === undefined) throw new Error(JSON.stringify(problems));
  const { platform, problems: found } = resolve(document, 'local');
  if (platform === undefined) throw new Error(JSON.stringify(found));
  return platform;
}

const given = (platform: Platform) =>
  Object.fromEntries(
    (platform.services[0]?.env ?? [])
      .filter((each) => each.from === 'given')
      .map(({ name, value }) => [name, value.join('')]),
  );

test('numbers in variables and commands stay as they are written', () => {
  const platform = resolved(`platform: a
services:
  b:
    image: ghcr.io/acme/b:1
    env: { RATE: 1.10, MASK: 0x10, ON: true, VERSION: "1.0" }
    command: [/app, 1.50]
environments:
  local: { runtime: compose, services: { b: { env: { RATE: 2.20 } } } }
`);
  expect(given(platform)).toEqual({ RATE: '2.20', MASK: '0x10', ON: 'true', VERSION: '1.0' });
  expect(platform.services[0]?.command).toEqual([['/app'], ['1.50']]);
});
