/**
 * Suites that take seconds each: they run with test/validation/, so that `npm test` stays under a minute on two cores.
 * What a newcomer's change breaks most often is not among them.
 */
module.exports = [
  'test/bin/explain.test.ts',
  'test/bin/process.test.ts',
  'test/bin/verdict.test.ts',
  'test/boundaries.test.ts',
  'test/cdk/call-order.test.ts',
  'test/cdk/growth.test.ts',
  'test/cdk/overrides.test.ts',
  'test/cdk/roles.test.ts',
  'test/ci/stores.test.ts',
  'test/compose/schema.test.ts',
  'test/conformance/coverage.test.ts',
  'test/container/defaults.test.ts',
  'test/k8s/kustomization.test.ts',
  'test/output/write.test.ts',
  'test/output/yaml.test.ts',
  'test/platform/fix-chains.test.ts',
  'test/platform/names.test.ts',
  'test/platform/plain.test.ts',
  'test/platform/schema.test.ts',
  'test/property/generated-more.test.ts',
  'test/property/like-names.test.ts',
  'test/property/mutations.test.ts',
  'test/property/renders.test.ts',
  'test/property/smallest.test.ts',
  'test/property/store-fields.test.ts',
  'test/property/workload-fields.test.ts',
  'test/support/postgres.test.ts',
].map((path) => `<rootDir>/${path}`);
