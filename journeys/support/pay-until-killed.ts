// A process that carries out what is granted, until somebody kills it; its minutes are shorter, on a clock that all of them share.
import { setTimeout as wait } from 'node:timers/promises'
import { readConfig } from '../../server/src/platform/config/config.ts'
import { connect } from '../../server/src/platform/database/connect.ts'
import { carryOut } from '../../server/src/remediate/execution/carry-out.ts'
import { openersOf } from '../../server/src/remediate/execution/open-payers.ts'
import { openedPayers } from '../../server/src/remediate/execution/payers.store.ts'
import { createDeps } from '../../server/src/system.ts'

const [databaseUrl = '', stripe = '', epoch = '0', faster = '1'] = process.argv.slice(2)
const config = readConfig({ DATABASE_URL: databaseUrl, LEEWARD_SECRET: '5'.repeat(64), LEEWARD_LOG: 'silent', LEEWARD_STRIPE_URL: stripe })
const clock = () => new Date(Number(epoch) + (Date.now() - Number(epoch)) * Number(faster))
const deps = createDeps(connect(databaseUrl, 6), config, clock)
const opened = openedPayers(deps, openersOf(deps))
const pause = (ms: number, signal: AbortSignal) => wait(ms / Number(faster), undefined, { signal }).catch(() => {})
process.send?.('ready')
for (;;) {
  await carryOut(deps, opened, pause, new AbortController().signal).catch(() => {})
  await wait(20)
}
