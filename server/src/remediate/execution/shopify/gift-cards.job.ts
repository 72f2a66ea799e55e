// Once an hour: which gift cards of each shop nobody used; their customers are reminded once.
import { sql } from 'kysely'
import type { Deps } from '../../../deps.ts'
import { createOutgoing } from '../../../platform/outgoing/outgoing.ts'
import { tellReminders } from '../../grants/notices.store.ts'
import { planReminders } from './gift-cards.store.ts'
import { shopOfPayer } from './shop-of-payer.ts'

/** @returns how many reminders were planned. Where a shop wants fewer requests, the rest waits for the next hour. */
export async function remindOfGiftCards({ db, clock, key, config }: Pick<Deps, 'db' | 'clock' | 'key' | 'config'>, signal: AbortSignal): Promise<number> {
  const outgoing = createOutgoing({ allow: config.outgoingAllow, timeoutMs: 20_000, largestAnswer: 1024 ** 2 })
  const { rows } = await sql<{ id: string; settings: unknown; sealed: Buffer | null }>`
    select id, settings, sealed from payers where kind = 'shopify' and live and state = 'on' and removed_at is null order by id`.execute(db)
  let planned = 0
  for (const payer of rows) {
    const its = shopOfPayer(outgoing, key, payer)
    if (!its || its.remindAfterDays === null) continue
    for (let more = true; more && !signal.aborted; ) {
      const looked = await planReminders(db, its.shop, { payerId: payer.id, days: its.remindAfterDays, now: clock() })
      planned += looked.planned
      more = looked.more && looked.waitMs === 0
    }
  }
  await tellReminders({ db, clock })
  return planned
}
