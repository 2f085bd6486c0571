// Tests run on the sources through swc; type checking is a step of its own (npm run check).
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  // p-limit, p-retry and their like ship as ES modules only.
  transform: {
    '\\.[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(p-limit|p-retry|yocto-queue|is-network-error|@sparticuz/chromium)/)'],
  testTimeout: 60_000,
  // Most of a test is waiting for a server or a browser of its own, so every core can take a file.
  maxWorkers: '100%',
};
