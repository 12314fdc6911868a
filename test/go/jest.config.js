const base = require('../../jest.config.js');

/** The checks of the example shop's Go code, one after another: each uses every processor by itself. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/go/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/go/prerequisites.js',
  maxWorkers: 1,
  // A step that builds its tool first takes a minute or two.
  testTimeout: 480_000,
};
