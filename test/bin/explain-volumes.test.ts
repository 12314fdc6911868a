import { described, slipway } from './support';

const file = described(`platform: small
owner: team
repository: acme/small
services:
  api: { image: "api:1", volumes: { uploads: { path: /out, size: 3Gi }, own: { path: /own } }, scale: 1 }
  web: { image: "web:1", mounts: { /in: api.uploads } }
environments:
  local: { runtime: compose }
  staging: { runtime: kubernetes, domain: small.example.com, kubernetes: { sharedStorageClass: many } }
  prod: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: small.example.com }
`);

it('shows where a volume is, how large it is where that is a limit, and who reads it', async () => {
  const { out, code } = await slipway(['explain', 'api', '-f', file]);
  expect(code).toBe(0);
  expect(out).toContain('EFS, which grows as it is filled, at /out, read by web');
  expect(out).toContain('3Gi at /out, one claim ReadWriteMany for all, read by web');
  expect(out).toMatch(/3Gi at \/out, read by web/);
  expect(out).toContain('EFS, which grows as it is filled, at /own');
  expect(out).toContain('10Gi at /own');
});

it('shows what is mounted, and the class of the cluster for it', async () => {
  expect((await slipway(['explain', 'web', '-f', file])).out).toMatch(/mounts +api\.uploads at \/in, read-only/);
  expect((await slipway(['explain', 'staging', '-f', file])).out).toMatch(/kubernetes\.sharedStorageClass +many/);
});
