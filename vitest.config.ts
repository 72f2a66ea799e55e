import { defineConfig } from 'vitest/config'

// Only what hangs is to end by these: what takes a second on a quiet machine takes many times as long on a busy one.
const timeouts = { testTimeout: 90_000, hookTimeout: 120_000, expect: { poll: { timeout: 15_000 } } }
const ofBrowser = { testTimeout: 180_000, hookTimeout: 240_000, expect: { poll: { timeout: 30_000 } } }

export default defineConfig({
  test: {
    globalSetup: ['journeys/support/global-setup.ts'],
    maxWorkers: 2,
    projects: [
      // Nothing here is global, so files may share a worker: each begins in a moment, as what it imports is there already.
      {
        test: {
          ...timeouts,
          name: 'rules and journeys',
          isolate: false,
          include: [
            'server/src/**/*.spec.ts',
            'channels/**/*.spec.ts',
            'cli/**/*.spec.ts',
            'journeys/**/*.spec.ts',
            'web/src/**/*.spec.ts',
            'bench/**/*.spec.ts',
          ],
        },
      },
      { test: { ...ofBrowser, name: 'browser', include: ['e2e/**/*.spec.ts'] } },
    ],
  },
})
