const base = require('../../jest.config.js');
const slow = require('../../jest.slow.js');

/** The checks of the tools that read our outputs: slower than `npm test` allows, and with the validation of aws-cdk-lib on. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/validation/**/*.test.ts', ...slow],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: ['<rootDir>/test/support/without-aws.ts'],
  testTimeout: 300_000,
};
