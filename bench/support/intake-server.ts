// One process that takes signals, as `LEEWARD_ROLES=web` runs it.
import { createWeb } from '../../server/src/app.ts'
import { createAuth } from '../../server/src/platform/auth/auth.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { readConfig } from '../../server/src/platform/config/config.ts'
import { connect } from '../../server/src/platform/database/connect.ts'
import { createDeps } from '../../server/src/system.ts'

const [port = '0', databaseUrl = ''] = process.argv.slice(2)
const config = readConfig({ DATABASE_URL: databaseUrl, LEEWARD_SECRET: '0'.repeat(64), LEEWARD_LOG: 'error', LEEWARD_PORT: port })
const connection = connect(databaseUrl, 6)
const deps = createDeps(connection, config, systemClock)
const web = await createWeb(deps, createAuth(connection, deps.key, config.consoleUrl))
await web.console.listen({ host: '127.0.0.1', port: Number(port) })
process.send?.('ready')
