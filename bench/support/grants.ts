// Ledger lines to carry out, as a plan leaves them: one for each account, all of other amounts, with a payer that is live.
import { sql } from 'kysely'
import type { Deps } from '../../server/src/deps.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { seal } from '../../server/src/platform/secrets/seal.ts'

/** A payer by the key of a test account. */
export async function stripePayer(
  { db, key }: Pick<Deps, 'db' | 'key'>,
  { live = true, hookSecret }: { live?: boolean; hookSecret?: string } = {},
): Promise<string> {
  const id = newId(new Date())
  const sealed = seal(key, JSON.stringify({ key: 'sk_test_ours', ...(hookSecret ? { hookSecret } : {}) }))
  await sql`insert into payers (id, kind, name, brand_id, sealed, live, made_by, made_at) select ${id}, 'stripe', 'Stripe', id, ${sealed}, ${live}, 'bench', now() from brands order by created_at limit 1`.execute(
    db,
  )
  return id
}

/** Every account of the registry is given something: `count` lines of credit on the balance, each of its own amount; one in so many is a refund instead. */
export async function grantTo(
  { db }: Pick<Deps, 'db'>,
  { crisisId, payerId, count, refundEach = 0 }: { crisisId: string; payerId: string; count: number; refundEach?: number },
): Promise<string> {
  const planId = newId(new Date())
  await sql`
    insert into account_aliases (practice, system, external_id, account_id)
    select false, 'stripe', 'cus_' || id, id from accounts where not practice order by id limit ${count} on conflict do nothing`.execute(db)
  await sql`
    with granted as (
      insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at, granted_by)
      select ${crisisId}::uuid, id, false, 'credit', 1, ${planId}::uuid, 100 + id % 9000, 'EUR', now(), '{one,two}' from accounts where not practice order by id limit ${count}
      returning id, crisis_id, account_id, granted_at)
    insert into payouts (grant_id, crisis_id, account_id, practice, payer_id, means, more, changed_at)
    select id, crisis_id, account_id, false, ${payerId}::uuid, r.means, case r.means when 'refund' then jsonb_build_object('paymentIntent', 'pi_' || account_id) else '{}' end, granted_at
      from granted cross join lateral (select case when ${refundEach} > 0 and account_id % nullif(${refundEach}, 0) = 0 then 'refund' else 'balance' end as means) r`.execute(
    db,
  )
  return planId
}

export type Judged = {
  lines: number
  twice: number
  missing: number
  wrongAmount: number
  strangers: number
  open: number
  /** The bank refused it later, and here it is still done; or the other way round. */
  unheard: number
  owedMinor: number
  paidMinor: number
}

/** The ledger against the provider's own book, to the cent. */
export async function judged(
  { db }: Pick<Deps, 'db'>,
  planId: string,
  book: { reference: string; amount: number; currency: string; gone?: boolean }[],
): Promise<Judged> {
  const { rows } = await sql<{ reference: string; amount: number; state: string }>`
    select g.crisis_id || '/' || g.account_id || '/' || g.remedy || '/' || g.revision as reference, g.amount_minor as amount, p.state::text as state
      from grants g join payouts p on p.grant_id = g.id where g.plan_id = ${planId}`.execute(db)
  const kept = book.filter(({ gone }) => !gone)
  const [paid, ever] = [Map.groupBy(kept, ({ reference }) => reference), new Set(book.map(({ reference }) => reference))]
  const times = (reference: string) => paid.get(reference)?.length ?? 0
  const known = new Set(rows.map(({ reference }) => reference))
  return {
    lines: rows.length,
    twice: rows.filter(({ reference }) => times(reference) > 1).length,
    missing: rows.filter(({ reference }) => !ever.has(reference)).length,
    wrongAmount: rows.filter(({ reference, amount }) => paid.get(reference)?.some((each) => each.amount !== amount || each.currency.toUpperCase() !== 'EUR'))
      .length,
    strangers: book.filter(({ reference }) => !known.has(reference)).length,
    open: rows.filter(({ state }) => state !== 'applied' && state !== 'failed').length,
    unheard: rows.filter(({ reference, state }) => ever.has(reference) && (state === 'applied') !== times(reference) > 0).length,
    owedMinor: rows.filter(({ state }) => state !== 'failed').reduce((sum, { amount }) => sum + amount, 0),
    paidMinor: kept.reduce((sum, { amount }) => sum + amount, 0),
  }
}
