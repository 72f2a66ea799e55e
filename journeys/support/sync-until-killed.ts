// A process that reads customers, until somebody kills it.
import { readConfig } from '../../server/src/platform/config/config.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { connect } from '../../server/src/platform/database/connect.ts'
import { createReaders } from '../../server/src/prepare/registry/sync/readers.ts'
import { sync } from '../../server/src/prepare/registry/sync/run-sync.ts'
import { createDeps } from '../../server/src/system.ts'

const [databaseUrl = '', dataDir = ''] = process.argv.slice(2)
const config = readConfig({
  DATABASE_URL: databaseUrl,
  LEEWARD_DATA_DIR: dataDir,
  LEEWARD_SECRET: '5'.repeat(64),
  LEEWARD_LOG: 'silent',
  LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8',
})
const deps = createDeps(connect(databaseUrl, 4), config, systemClock)
const readers = createReaders(config)
process.send?.('reading')
for (;;) {
  await sync(deps, readers, new AbortController().signal)
  await new Promise((later) => setTimeout(later, 20))
}
