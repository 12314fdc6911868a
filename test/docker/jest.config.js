const base = require('../../jest.config.js');

/** The rendered compose file of the example shop, started once for all of these files and taken away after them. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/docker/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/docker/support/up.ts',
  globalTeardown: '<rootDir>/test/docker/support/down.ts',
  // They share one shop: one after the other, none meets what another does to it.
  maxWorkers: 1,
  testTimeout: 300_000,
};
