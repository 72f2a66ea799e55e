// What providers report is kept once, and applied to the lines that it is about; a report that comes before its line is known waits for it.
import { sql } from 'kysely'
import Stripe from 'stripe'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import { StripeHook } from './execution.contract.ts'
import { payerById } from './payers.store.ts'
import { type Report, reportOf } from './stripe/reports.ts'

const toleranceSeconds = 300
const keptDays = 30

/** Takes a report of Stripe's as it came; refuses one that is not signed by it, or was signed long ago. */
export async function takeReport({ db, key, clock }: Deps, payerId: string, raw: Buffer, signature: string | undefined): Promise<void> {
  const row = await payerById(db, payerId)
  const secrets: Record<string, string> = row.sealed ? JSON.parse(unseal(key, row.sealed)) : {}
  if (row.kind !== 'stripe' || !secrets.hookSecret) throw new Refused('not-found', 'This payer takes no reports. Give it the secret of its webhook first.')
  let event: unknown
  try {
    event = Stripe.webhooks.constructEvent(raw, signature ?? '', secrets.hookSecret, toleranceSeconds, undefined, clock().getTime())
  } catch {
    throw new Refused('not-allowed', 'This report is not signed by Stripe with the secret that we know, or it is older than five minutes.')
  }
  const parsed = StripeHook.safeParse(event)
  if (!parsed.success) throw new Refused('not-valid', 'This is no event of Stripe.')
  const report = reportOf(parsed.data)
  if (!report) return
  await keep(db, payerId, report, clock())
  await applyReports(db, clock())
}

async function keep(db: Db, payerId: string, { eventId, type, objectId, effect, why }: Report, now: Date) {
  if (effect === 'undone')
    await sql`
      insert into payer_reports (payer_id, event_id, type, object_id, why, received_at) values (${payerId}, ${eventId}, ${type}, ${objectId.slice(0, 255)}, ${why?.slice(0, 300) ?? null}, ${now})
      on conflict (payer_id, event_id) do nothing`.execute(db)
  // Only a reason to look sooner: what is true is what the look-up says.
  else
    await sql`
      update payouts set due_at = least(due_at, ${now}) where payer_id = ${payerId} and state = 'unknown' and due_at is not null
         and (more->>'paymentIntent' = ${objectId} or more->>'charge' = ${objectId} or more->>'subscription' = ${objectId})`.execute(db)
}

/** What was done and then undone there has failed, in words. What we took back ourselves is none of these. @returns how many lines failed */
export async function applyReports(db: Db, now: Date): Promise<number> {
  const { rows } = await sql`
    with undone as (
      update payouts p set state = 'failed', doubt = null, due_at = null, answer = r.why, changed_at = ${now}
        from payer_reports r, grants g
       where r.applied_at is null and p.payer_id = r.payer_id and p.provider_id = r.object_id and p.state = 'applied' and p.means in ('refund', 'credit-note')
         and g.id = p.grant_id and g.reverses is null and not exists (select 1 from grants x where x.reverses = g.id)
      returning r.payer_id, r.event_id)
    update payer_reports r set applied_at = ${now} from undone u where r.payer_id = u.payer_id and r.event_id = u.event_id returning 1`.execute(db)
  await sql`delete from payer_reports where received_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(db)
  return rows.length
}
