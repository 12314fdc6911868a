import { described } from '../../ci/described';
import { needPrograms } from './programs';
import { Stage } from './stage';

needPrograms('bash', 'git', 'jq');

export const platforms = described(`
platform: shop
repository: acme/shop
services:
  users: { build: services/users, ports: { http: 8080 }, uses: [main.users] }
  orders: { build: services/orders, ports: { http: 8080 }, uses: [main.orders] }
  admin: { build: { context: ., dockerfile: Dockerfile.admin }, ports: { http: 8080 } }
resources:
  main: { kind: postgres, databases: [users, orders] }
environments:
  local: { runtime: compose }
  edge: { runtime: kubernetes, domain: edge.example.com }
`);
// Without `admin`, whose folder is everything.
export const apart = described(`
platform: shop
repository: acme/shop
services:
  users: { build: services/users, ports: { http: 8080 }, uses: [main.users] }
  orders: { build: services/orders, ports: { http: 8080 }, uses: [main.orders] }
resources:
  main: { kind: postgres, databases: [users, orders] }
environments:
  local: { runtime: compose }
  dev: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: dev.example.com }
`);

export let stage: Stage;
export const runners = { RUNNER_AMD64: 'ubuntu-24.04', RUNNER_ARM64: 'ubuntu-24.04-arm' };
export const imagesFile = { IMAGES_FILE: '.github/slipway/images.json' };

/** A checkout without a file. */
export function bare(on: typeof platforms): void {
  stage = new Stage(on);
}

export function set(on: typeof platforms): void {
  bare(on);
  for (const service of ['users', 'orders']) {
    stage.file(`services/${service}/Dockerfile`, 'FROM scratch\n');
    stage.file(`services/${service}/go.mod`, `module example.com/${service}\n`);
  }
  stage.file('Dockerfile.admin', 'FROM scratch\n');
  stage.file('shared/money.go', 'package shared\n');
}

afterEach(() => stage.remove());
