import { loadText, type Platform, resolve } from '../../../platform/index';

/** Words that YAML reads as a number or a truth value, which prints otherwise. */
const spellings = ['1.20', '18.10', '1e3', '0x1F', '0o17', '+7', '.5', '1.', '-0', '1.0', '3.10', 'True', 'FALSE'];

interface Place {
  /** The description with a word in the place. */
  readonly text: (word: string) => string;
  readonly read: (platform: Platform) => unknown;
  /** Only words that the field takes. */
  readonly words?: readonly string[];
}

const environments = 'environments: { here: { runtime: kubernetes } }\n';
const api = (fields: string) => `services: { api: { image: "ghcr.io/acme/api:1", ${fields} } }\n${environments}`;
const service = (platform: Platform) => platform.services[0];
const held = (list: readonly { name: string; value: readonly unknown[] }[] | undefined, name: string) =>
  list?.find((each) => each.name === name)?.value.join('');
const envOf = (platform: Platform) => held(service(platform)?.env, 'A');

const places: Readonly<Record<string, Place>> = {
  'a variable': { text: (word) => api(`env: { A: ${word} }`), read: envOf },
  'a variable in block style': {
    text: (word) =>
      `services:\n  api:\n    image: "ghcr.io/acme/api:1"\n    env:\n      A: ${word} # as it is\n${environments}`,
    read: envOf,
  },
  'a variable of an environment': {
    text: (word) =>
      `services: { api: { image: "ghcr.io/acme/api:1", env: { A: "0" } } }\nenvironments: { here: { runtime: kubernetes, services: { api: { env: { A: ${word} } } } } }\n`,
    read: envOf,
  },
  'a variable that services start from': {
    text: (word) => `defaults: { services: { env: { A: ${word} } } }\n${api('drain: 5s')}`,
    read: envOf,
  },
  'a variable under an anchor': {
    text: (word) => api(`env: &all { A: ${word} }, sidecars: { beside: { image: "b:1", env: *all } }`),
    read: (platform) => {
      const beside = held(service(platform)?.sidecars[0]?.env, 'A');
      return beside === envOf(platform) ? beside : `${envOf(platform)} and ${beside}`;
    },
  },
  'a variable of a migration': {
    text: (word) =>
      `services: { api: { image: "ghcr.io/acme/api:1", uses: [main.api], migrate: { args: [up], env: { A: ${word} } } } }\nresources: { main: { kind: postgres, databases: [api] } }\n${environments}`,
    read: (platform) => held(service(platform)?.migrate?.env, 'A'),
  },
  'a variable of a job': {
    text: (word) =>
      `services: {}\njobs: { load: { image: "ghcr.io/acme/load:1", env: { A: ${word} } } }\n${environments}`,
    read: (platform) => held(platform.jobs[0]?.env, 'A'),
  },
  'a variable of a container resource': {
    text: (word) =>
      `services: {}\nresources: { docs: { kind: container, image: "docs:1", ports: { tcp: 1 }, env: { A: ${word} } } }\n${environments}`,
    read: ({ resources: [docs] }) => held(docs?.kind === 'container' ? docs.container.env : [], 'A'),
  },
  'a word of a command': {
    text: (word) => api(`command: [/app, ${word}]`),
    read: (platform) => service(platform)?.command[1]?.join(''),
  },
  'an argument': { text: (word) => api(`args: [${word}]`), read: (platform) => service(platform)?.args[0]?.join('') },
  'a word of a migration': {
    text: (word) =>
      `services: { api: { image: "ghcr.io/acme/api:1", uses: [main.api], migrate: [up, ${word}] } }\nresources: { main: { kind: postgres, databases: [api] } }\n${environments}`,
    read: (platform) => service(platform)?.migrate?.command[1]?.join(''),
  },
  'a build argument': {
    text: (word) => `services: { api: { build: { context: api, args: { A: ${word} } } } }\n${environments}`,
    read: (platform) => {
      const image = service(platform)?.image;
      return image?.kind === 'build' ? image.args['A'] : undefined;
    },
  },
  'a setting of the kernel': {
    text: (word) => api(`sysctls: { net.ipv4.tcp_keepalive_time: ${word} }`),
    read: (platform) => service(platform)?.sysctls['net.ipv4.tcp_keepalive_time'],
    words: ['1.20', '0x1F', '1e3', '+7'],
  },
  'the version of a server of the catalogue': {
    text: (word) => `services: {}\nresources: { bus: { kind: nats, version: ${word} } }\n${environments}`,
    read: ({ resources: [bus] }) => bus?.image.split(':').at(-1),
    words: ['1.20', '2.10', '1e3', '3.0'],
  },
  'the version of redis': {
    text: (word) =>
      `services: { api: { image: "ghcr.io/acme/api:1", uses: [cache] } }\nresources: { cache: { kind: redis, version: ${word} } }\n${environments}`,
    read: ({ resources: [cache] }) => cache?.image.split(':').at(-1)?.split('-')[0],
    words: ['8.0', '7.10', '7.0'],
  },
  'a parameter of postgres': {
    text: (word) =>
      `services: { api: { image: "ghcr.io/acme/api:1", uses: [main.api] } }\nresources: { main: { kind: postgres, databases: [api], parameters: { seq_page_cost: ${word} } } }\n${environments}`,
    read: ({ resources: [main] }) => (main?.kind === 'postgres' ? main.parameters['seq_page_cost'] : undefined),
  },
  'a setting of a topic': {
    text: (word) =>
      `services: { api: { image: "ghcr.io/acme/api:1", publishes: [bus.made] } }\nresources: { bus: { kind: kafka, topics: { made: { config: { min.cleanable.dirty.ratio: ${word} } } } } }\n${environments}`,
    read: ({ resources: [bus] }) =>
      bus?.kind === 'kafka' ? bus.topics[0]?.config['min.cleanable.dirty.ratio'] : undefined,
  },
};

function resolved(text: string): Platform {
  const { document, problems } = loadText('platform.yaml', `platform: shop\nrepository: acme/shop\n${text}`);
  const found = document === undefined ? { problems } : resolve(document, 'here');
  if (!('platform' in found) || found.platform === undefined) throw new Error(JSON.stringify(found.problems));
  return found.platform;
}

describe.each(Object.entries(places))('%s', (_place, { text, read, words = spellings }) => {
  it.each(words)('keeps the spelling of %s', (word) => {
    expect(read(resolved(text(word)))).toBe(word);
  });
});

describe('what is a number to its field', () => {
  it.each([
    ['0x1F90', 8080],
    ['8.08e3', 8080],
  ])('is one, however it is written: %s', (word, port) => {
    expect(service(resolved(api(`ports: { http: ${word} }`)))?.ports[0]?.number).toBe(port);
  });

  it('stays one where an anchor holds it beside a text', () => {
    const platform = resolved(api('scale: &n 0x2, env: { A: *n, B: 1.10 }'));
    expect(service(platform)?.scale.min).toBe(2);
    expect(held(service(platform)?.env, 'B')).toBe('1.10');
  });

  it('is the same amount where a text may stand there too', () => {
    expect(service(resolved(api('cpu: 0.50')))?.cpu).toEqual({ request: 500, limit: 500 });
    expect(service(resolved(api('cpu: { request: 1e-1, limit: 1.0 }')))?.cpu).toEqual({ request: 100, limit: 1000 });
  });
});
