import { described } from '../../ci/described';
import { needPrograms } from './programs';
import { Stage } from './stage';

needPrograms('bash', 'jq', 'awk');

export const platforms = described(`
platform: shop
repository: acme/shop
services:
  api: { build: api, ports: { http: 8080, grpc: 9090 }, routes: [/api, { path: /shop.Api, port: grpc }], uses: [main.api], migrate: [/app, migrate] }
  web: { build: web, ports: { http: 8080 }, routes: / , calls: [api] }
jobs:
  warm: { build: api, command: [/app, warm], calls: [api], retries: 1 }
resources:
  main: { kind: postgres, databases: [api] }
environments:
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: dev.example.com }
  edge: { runtime: kubernetes, domain: edge.example.com }
`);
export const edge = platforms.find(({ environment }) => environment.name === 'edge')!;
export const [digestOfApi, digestOfWeb] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string];

export const ecs = {
  ENVIRONMENT: 'dev',
  ENVIRONMENT_FILE: '.github/slipway/environments/dev.json',
  BUILD_REGISTRY: 'ghcr.io/acme/shop',
  REGISTRY: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop',
  CLUSTER: 'shop-dev',
  PARAMETERS: '/shop/dev',
  POLL: '0',
};
export const cluster = {
  ENVIRONMENT: 'edge',
  ENVIRONMENT_FILE: '.github/slipway/environments/edge.json',
  BUILD_REGISTRY: 'ghcr.io/acme/shop',
  REGISTRY: 'ghcr.io/acme/shop',
  MANIFESTS: 'dist/edge/k8s',
  NAMESPACE: 'shop-edge',
};
export const well = { status: 0, output: expect.anything() };

/** A checkout in which both images are built. */
export function builtStage(): Stage {
  const stage = new Stage(platforms);
  stage.left('digests/api.json', { digest: digestOfApi, version: '1a2b3c4' });
  stage.left('digests/web.json', { digest: digestOfWeb, version: '5d6e7f8' });
  return stage;
}
