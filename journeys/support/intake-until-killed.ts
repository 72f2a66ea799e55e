// A process that takes signals, folds them and counts them for accounts, until somebody kills it.
import { countActivity } from '../../server/src/detect/health/activity.store.ts'
import { createFolder } from '../../server/src/detect/series/folder.store.ts'
import { createWeb } from '../../server/src/app.ts'
import { createAuth } from '../../server/src/platform/auth/auth.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { readConfig } from '../../server/src/platform/config/config.ts'
import { connect } from '../../server/src/platform/database/connect.ts'
import { createDeps } from '../../server/src/system.ts'

const [databaseUrl = '', dataDir = ''] = process.argv.slice(2)
const config = readConfig({ DATABASE_URL: databaseUrl, LEEWARD_DATA_DIR: dataDir, LEEWARD_SECRET: '5'.repeat(64), LEEWARD_LOG: 'silent' })
const connection = connect(databaseUrl, 6)
// Its minutes are a second long, so that many are over before it dies.
const deps = createDeps(connection, config, systemClock)
const began = Date.now()
const fast = { ...deps, clock: () => new Date(began + (Date.now() - began) * 60) }
const web = await createWeb(fast, createAuth(connection, deps.key, config.consoleUrl))
await web.console.listen({ host: '127.0.0.1', port: 0 })
const folder = createFolder(fast)
process.send?.((web.console.server.address() as { port: number }).port)
for (;;) {
  await folder.look()
  await countActivity(connection.db)
  await new Promise((later) => setTimeout(later, 20))
}
