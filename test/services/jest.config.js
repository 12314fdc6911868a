const base = require('../../jest.config.js');

/** The example shop as processes, with PostgreSQL, Redis and a Kafka broker: each file starts its own. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/services/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // A load test beside another one measures the other one.
  maxWorkers: 1,
  testTimeout: 180_000,
};
