import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'server/src/**/*.spec.ts',
      'channels/**/*.spec.ts',
      'cli/**/*.spec.ts',
      'journeys/**/*.spec.ts',
      'web/src/**/*.spec.ts',
      'e2e/**/*.spec.ts',
      'bench/**/*.spec.ts',
    ],
    globalSetup: ['journeys/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // What a browser shows in a second on a quiet machine may take longer on a busy one.
    expect: { poll: { timeout: 15_000 } },
  },
})
