// A whole node as far as desks go (their webhooks, imports, what is posted and told there), until somebody kills it; its minutes are a second long.
import { setTimeout as wait } from 'node:timers/promises'
import { createWeb } from '../../server/src/app.ts'
import { createAuth } from '../../server/src/platform/auth/auth.ts'
import { readConfig } from '../../server/src/platform/config/config.ts'
import { connect } from '../../server/src/platform/database/connect.ts'
import { deliverDesks } from '../../server/src/support/desks/deliver-desks.ts'
import { placeImports } from '../../server/src/support/import/place.store.ts'
import { createDeps } from '../../server/src/system.ts'

const [databaseUrl = '', dataDir = '', epoch = '0', faster = '1'] = process.argv.slice(2)
const config = readConfig({
  DATABASE_URL: databaseUrl,
  LEEWARD_DATA_DIR: dataDir,
  LEEWARD_SECRET: '5'.repeat(64),
  LEEWARD_LOG: 'silent',
  LEEWARD_CONSOLE_URL: 'http://console.test',
  LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8',
})
const clock = () => new Date(Number(epoch) + (Date.now() - Number(epoch)) * Number(faster))
const connection = connect(databaseUrl, 8)
const deps = createDeps(connection, config, clock)
const web = await createWeb(deps, createAuth(connection, deps.key, config.consoleUrl))
await web.console.listen({ host: '127.0.0.1', port: 0 })
process.send?.((web.console.server.address() as { port: number }).port)

const pause = (ms: number, signal: AbortSignal) => wait(ms / Number(faster), undefined, { signal }).catch(() => {})
const again = async (work: () => Promise<unknown>) => {
  for (;;) {
    await work().catch(() => {})
    await wait(20)
  }
}
void again(() => deliverDesks(deps, pause, new AbortController().signal))
void again(() => placeImports(deps, new AbortController().signal))
