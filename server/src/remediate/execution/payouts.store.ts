// The payouts as they are worked on: claimed in batches under a lease, marked as executing before the call, each with its outcome.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Manners, Payout } from './payout.ts'
import { workOf } from './payout.ts'

/** How long a claim holds where nobody says that they live. */
export const leaseSeconds = 20
export const leaseMs = leaseSeconds * 1_000

export type Claimed = Payout & { grantId: number; work: 'call' | 'look-up' }
/** What a row has become; `was`: where it stood when it was worked on, so that nobody else's word is overwritten. */
export type Told = { grantId: number; was: Payout; now: Payout }

/** What is about to be worked on, and for which customer. */
export type Begin = Pick<Claimed, 'grantId' | 'work'> & { customer: string | null }

export const payoutColumns = sql`
  p.grant_id as "grantId", p.state::text as state, p.attempt, p.tries, p.doubt, p.first_called_at as "firstCalledAt", p.called_at as "calledAt", p.due_at as "dueAt", p.provider_id as "providerId", p.answer`

/** Calls that read what is there before they write it: two of one account at a time would undo each other. */
const oneByOne = sql`('discount', 'extension')`

/**
 * Takes up to `limit` lines of a payer for `owner`: what is unknown and due first, since somebody waits for it; then what is approved, in the order of the
 * ledger. Of what is done one by one, only one of an account is in hand anywhere, and none while another may still land.
 */
export async function claim(
  db: Db,
  { payer, owner, now, limit, manners }: { payer: string; owner: string; now: Date; limit: number; manners: Manners },
): Promise<Claimed[]> {
  const free = sql`(p.leased_until is null or p.leased_until < ${now})`
  const alone = (or: ReturnType<typeof sql>) => sql`
    (p.means not in ${oneByOne} or not exists (
      select 1 from payouts x where x.payer_id = p.payer_id and x.account_id = p.account_id and x.grant_id <> p.grant_id and x.means in ${oneByOne} and x.state in ('approved', 'executing', 'unknown')
         and (x.state = 'executing' or x.leased_until >= ${now} or ${or})))`
  const rows = await db.transaction().execute(async (tx) => {
    // Claims of one payer take turns, so that each sees what the one before took.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`payer/${payer}`}, 0))`.execute(tx)
    const { rows } = await sql<Payout & { grantId: number }>`
      with doubtful as (
        select p.grant_id from payouts p
         where p.payer_id = ${payer} and p.state = 'unknown' and p.due_at <= ${now} and ${free} and ${alone(sql`(x.state = 'unknown' and x.grant_id < p.grant_id)`)}
         order by p.due_at limit ${limit} for update of p skip locked),
      next as (
        select p.grant_id from payouts p join grants g on g.id = p.grant_id left join payouts o on o.grant_id = g.reverses
         where p.payer_id = ${payer} and p.state = 'approved' and (p.due_at is null or p.due_at <= ${now}) and ${free} and (g.reverses is null or o.state = 'applied')
           and ${alone(sql`x.state = 'unknown' or (x.state = 'approved' and x.grant_id < p.grant_id)`)}
         order by p.grant_id limit ${limit} for update of p skip locked),
      mine as (select grant_id from doubtful union all select grant_id from next limit ${limit})
      update payouts p set leased_by = ${owner}, leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) from mine where p.grant_id = mine.grant_id
      returning ${payoutColumns}`.execute(tx)
    return rows
  })
  return rows
    .map((row) => ({ ...row, work: workOf(row, manners, now) }))
    .filter((row): row is Claimed => row.work !== 'nothing')
    .sort((one, other) => one.grantId - other.grantId)
}

/**
 * Stores outcomes, marks what is about to be called as executing, and keeps the leases of `keep`; one round trip. That money moved is stored whoever holds
 * the lease by now, unless another attempt is being called already; everything else only by its holder. A line that took another back makes that one reversed.
 * @returns which of `begin` may be called, and outcomes that could not be stored
 */
export async function turn(
  db: Db,
  { owner, now, told, begin, keep }: { owner: string; now: Date; told: Told[]; begin: Begin[]; keep: number[] },
): Promise<{ begun: Set<number>; unstored: number[] }> {
  const until = sql`${now}::timestamptz + make_interval(secs => ${leaseSeconds})`
  const next = told.map((each) => each.now)
  const calls = begin.filter(({ work }) => work === 'call')
  const { rows } = await sql<{ what: 'begun' | 'stored'; id: number }>`
    with told as (
      select * from unnest(${told.map(({ grantId }) => grantId)}::bigint[], ${told.map(({ was }) => was.state)}::payout_state[], ${told.map(({ was }) => was.attempt)}::smallint[],
        ${next.map(({ state }) => state)}::payout_state[], ${next.map(({ attempt }) => attempt)}::smallint[], ${next.map(({ tries }) => tries)}::smallint[], ${next.map(({ doubt }) => doubt)}::text[],
        ${next.map(({ firstCalledAt }) => firstCalledAt)}::timestamptz[], ${next.map(({ calledAt }) => calledAt)}::timestamptz[], ${next.map(({ dueAt }) => dueAt)}::timestamptz[],
        ${next.map(({ providerId }) => providerId)}::text[], ${next.map(({ answer }) => answer?.slice(0, 500) ?? null)}::text[])
        t (id, was, was_attempt, state, attempt, tries, doubt, first_called_at, called_at, due_at, provider_id, answer)),
    stored as (
      update payouts p set state = t.state, attempt = t.attempt, tries = t.tries, doubt = t.doubt, first_called_at = t.first_called_at, called_at = t.called_at, due_at = t.due_at,
             provider_id = t.provider_id, answer = t.answer, customer = case when t.attempt = p.attempt then p.customer end, leased_by = null, leased_until = null, changed_at = ${now}
        from told t
       where p.grant_id = t.id
         and ((p.attempt = t.was_attempt and p.leased_by = ${owner} and p.state in (t.was, 'executing'))
           or (t.state = 'applied' and ((p.attempt = t.was_attempt and p.state in ('executing', 'unknown', 'failed')) or p.state = 'approved')))
      returning p.grant_id, p.state),
    taken_back as (
      update payouts o set state = 'reversed', changed_at = ${now}
        from stored s join grants g on g.id = s.grant_id where s.state = 'applied' and o.grant_id = g.reverses and o.state = 'applied' returning 1),
    marked as (
      update payouts p set state = 'executing', called_at = ${now}, first_called_at = coalesce(p.first_called_at, ${now}), due_at = null, leased_until = ${until}, customer = coalesce(p.customer, b.customer)
        from unnest(${calls.map(({ grantId }) => grantId)}::bigint[], ${calls.map(({ customer }) => customer)}::text[]) b (id, customer)
       where p.grant_id = b.id and p.leased_by = ${owner} and p.state in ('approved', 'unknown', 'executing')
      returning p.grant_id),
    looked as (
      update payouts p set leased_until = ${until}
       where p.grant_id = any (${begin.filter(({ work }) => work === 'look-up').map(({ grantId }) => grantId)}::bigint[]) and p.leased_by = ${owner} and p.state = 'unknown'
      returning p.grant_id),
    kept as (update payouts p set leased_until = ${until} where p.grant_id = any (${keep}::bigint[]) and p.leased_by = ${owner} returning 1)
    select 'begun' as what, grant_id as id from marked union all select 'begun', grant_id from looked union all select 'stored', grant_id from stored`.execute(
    db,
  )
  const of = (what: string) => new Set(rows.filter((row) => row.what === what).map(({ id }) => id))
  const stored = of('stored')
  return { begun: of('begun'), unstored: told.filter(({ grantId }) => !stored.has(grantId)).map(({ grantId }) => grantId) }
}

/** What was claimed and not begun is free again. */
export const release = (db: Db, owner: string, ids: number[]) =>
  sql`update payouts set leased_by = null, leased_until = null where grant_id = any (${ids}::bigint[]) and leased_by = ${owner} and state in ('approved', 'unknown')`.execute(
    db,
  )
