const base = require('../../jest.config.js');

/** Rendered manifests and the scripts that apply them, against a real API server with its controllers; no container runs. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/cluster/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/up.ts',
  globalTeardown: '<rootDir>/test/cluster/support/down.ts',
  // One cluster: what one file makes cluster-wide another must not meet half way.
  maxWorkers: 1,
  testTimeout: 240_000,
};
