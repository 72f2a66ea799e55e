import { defineConfig } from 'vitest/config'

const timeouts = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // What a browser shows in a second on a quiet machine may take longer on a busy one.
  expect: { poll: { timeout: 15_000 } },
}

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
      { test: { ...timeouts, name: 'browser', include: ['e2e/**/*.spec.ts'] } },
    ],
  },
})
