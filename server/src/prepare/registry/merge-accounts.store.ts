// Two accounts turn out to be one customer: everything of the one moves to the other. What already happened (impact, deliveries, grants, sign-offs) keeps its account.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'

type Row = { id: number; practice: boolean; key: string; merged_into: number | null }

/** Merges account `id` into account `into`, in the given transaction; the same merger again changes nothing. Answers the survivor's id. */
export async function mergeAccounts(tx: Db, id: number, into: number, now: Date): Promise<number> {
  if (id === into) throw new Refused('not-valid', 'An account cannot be merged into itself.')
  const { rows } = await sql<Row>`select id, practice, key, merged_into from accounts where id in (${id}, ${into}) order by id for update`.execute(tx)
  const [from, survivor] = [id, into].map((each) => rows.find((row) => row.id === each))
  if (!from || !survivor) throw new Refused('not-found', 'There is no such account.')
  if (from.merged_into === into) return into
  const refusal = whyNot(from, survivor)
  if (refusal) throw refusal
  await moveContacts(tx, id, into, now)
  await moveExposures(tx, id, into)
  await sql`select merge_activity(${id}, ${into})`.execute(tx)
  await moveSales(tx, id, into)
  await sql`update account_aliases set account_id = ${into} where account_id = ${id}`.execute(tx)
  await sql`insert into account_aliases (practice, system, external_id, account_id) values (${from.practice}, 'merged', ${from.key}, ${into}) on conflict do nothing`.execute(
    tx,
  )
  // Whoever was merged into this one before now points at the survivor: one step always leads there.
  await sql`update accounts set merged_into = ${into}, updated_at = ${now} where id = ${id} or merged_into = ${id}`.execute(tx)
  await sql`update accounts set updated_at = ${now} where id = ${into}`.execute(tx)
  return into
}

function whyNot(from: Row, survivor: Row): Refused | undefined {
  if (from.practice !== survivor.practice) return new Refused('not-valid', 'A practice account and a real one cannot be merged.')
  if (from.merged_into !== null) return new Refused('already-done', `The account ${from.key} was merged into another account already.`)
  if (survivor.merged_into === from.id) return new Refused('not-valid', `The account ${survivor.key} was merged into ${from.key}. The two are one already.`)
  if (survivor.merged_into !== null) return new Refused('not-valid', `The account ${survivor.key} was merged into another account itself. Merge into that one.`)
  return undefined
}

/** A person known to both stays once; whoever is not on the list of updates on one side is not on it. The doubled row stays behind for what was sent to it. */
async function moveContacts(tx: Db, id: number, into: number, now: Date) {
  await sql`
    update contacts kept set receives_updates = kept.receives_updates and gone.receives_updates, name = coalesce(kept.name, gone.name), position = coalesce(kept.position, gone.position),
           locale = coalesce(kept.locale, gone.locale), phone = coalesce(kept.phone, gone.phone), updated_at = ${now}
      from contacts gone where gone.account_id = ${id} and kept.account_id = ${into} and kept.email = gone.email`.execute(tx)
  await sql`
    update contacts c set account_id = ${into}, updated_at = ${now}
     where account_id = ${id} and not exists (select from contacts k where k.account_id = ${into} and k.email = c.email)`.execute(tx)
}

/** The same fact on both sides becomes one that spans both. */
async function moveExposures(tx: Db, id: number, into: number) {
  await sql`
    with gone as (delete from exposures g using exposures k where g.account_id = ${id} and k.account_id = ${into} and k.fact = g.fact returning g.fact, g.since, g.until)
    update exposures k set since = case when k.since is null or gone.since is null then null else least(k.since, gone.since) end,
                           until = case when k.until is null or gone.until is null then null else greatest(k.until, gone.until) end
      from gone where k.account_id = ${into} and k.fact = gone.fact`.execute(tx)
  await sql`update exposures set account_id = ${into} where account_id = ${id}`.execute(tx)
}

/** What the one pays for, and what it ordered. What the survivor pays in a month follows from it, where it is read. */
async function moveSales(tx: Db, id: number, into: number) {
  await sql`update subscriptions set account_id = ${into} where account_id = ${id}`.execute(tx)
  await sql`update orders set account_id = ${into} where account_id = ${id}`.execute(tx)
}
