import { builtImages, imageNames } from '../../ci/images';
import { described } from './described';
import { dataOf, platformsOf } from './rendered';

const text = (services: string) => `
platform: shop
services:
${services}
environments:
  local: { runtime: compose }
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: dev.example.com }
  edge: { runtime: kubernetes, domain: edge.example.com }
`;

describe('the images of a platform', () => {
  const platforms = described(
    text(`
  users: { build: { context: services/users, target: final, args: { B: 2, A: 1 } }, ports: { http: 8080 } }
  admin: { build: { context: services/users, target: final, args: { A: 1, B: 2 } }, ports: { http: 8080 } }
  orders: { build: services/orders, ports: { http: 8080 }, sidecars: { proxy: { build: proxy } } }
  tools: { build: tools, only: [local] }
  cache: { image: "docker.io/library/redis:8.2", ports: { tcp: 6379 } }
`),
  );

  it('are those that are built here, each once, whoever runs it', () => {
    const names = builtImages(platforms).map(({ context, target }) => [context, target]);
    expect(names).toEqual([
      ['services/orders', ''],
      ['proxy', ''],
      ['tools', ''],
      ['services/users', 'final'],
    ]);
  });

  it('are built for the processors of the environments that are deployed to', () => {
    const architectures = builtImages(platforms).map(({ context, architectures }) => [context, architectures]);
    expect(architectures).toContainEqual(['services/orders', ['amd64', 'arm64']]);
    expect(architectures).toContainEqual(['tools', []]);
  });

  it('are built for one processor where no environment has another', () => {
    const ecs = platforms.filter(({ environment }) => environment.runtime === 'ecs');
    expect(builtImages(ecs).map((image) => image.architectures)).toEqual([['arm64'], ['arm64'], ['arm64']]);
  });

  it('are listed by the environments that run them', () => {
    const [dev, , local] = platforms;
    expect(imageNames(dev!)).not.toContain('tools');
    expect(imageNames(local!)).toContain('tools');
  });

  it('refuses two builds of one name in different environments', () => {
    const [a] = described(text('  api: { build: one/api, ports: { http: 8080 } }'));
    const [b] = described(text('  api: { build: two/api, ports: { http: 8080 } }'));
    expect(() => builtImages([a!, b!])).toThrow('image "api" is built from "one/api" and from "two/api"');
  });
});

describe('images.json', () => {
  const platforms = platformsOf('shop');
  const { images } = dataOf<{ images: Record<string, unknown>[] }>(platforms, 'images.json');

  it('has one entry for each image that the model says is built', () => {
    const built = new Map(
      platforms
        .flatMap(({ services, jobs }) => [...services, ...jobs])
        .flatMap(({ image }) => (image.kind === 'build' ? [[image.name, image] as const] : [])),
    );
    expect(images.map(({ name }) => name)).toEqual([...built.keys()].sort());
    for (const { name, context, dockerfile, target } of images) {
      expect(built.get(name as string)).toMatchObject({ context, dockerfile, target });
    }
  });

  it('gives arguments as the lines that the build action takes', () => {
    const entry = dataOf<{ images: { args: string }[] }>(
      described(text('  api: { build: { context: api, args: { A: 1, B: "x y" } }, ports: { http: 8080 } }')),
      'images.json',
    );
    expect(entry.images.map(({ args }) => args)).toEqual(['A=1\nB=x y']);
  });

  it('quotes arguments that hold lines or quotes, as a list of the build action wants them', () => {
    const values = { A: 'one\ntwo', B: 'say "hi", then go', C: 'a, b', D: '1.20' };
    const args = Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    const entry = dataOf<{ images: { args: string }[] }>(
      described(text(`  api: { build: { context: api, args: { ${args.join(', ')} } }, ports: { http: 8080 } }`)),
      'images.json',
    );
    expect(readList(entry.images[0]?.args ?? '')).toEqual(Object.entries(values).map((pair) => pair.join('=')));
  });
});

/** As the action reads a list: CSV, of which a line that is not quoted is one item, commas and all. */
function readList(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"(?:\n|$)|([^\n]+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}
