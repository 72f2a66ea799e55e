// Lines of the ledger with what became of them, as an approved plan leaves them.
import { sql } from 'kysely'
import { newId } from '../../server/src/platform/ids.ts'
import type { TestSystem } from './system.ts'

export type Line = {
  account: number
  means: string
  amountMinor?: number
  remedy?: string
  more?: object
  payer?: string | null
  reverses?: number
  plan?: string
  revision?: number
  practice?: boolean
  currency?: string
}

export const crisisOf = () => newId(new Date('2030-01-01T08:00:00Z'))

/** @returns the id of the grant */
export async function grant({ db, now }: Pick<TestSystem, 'db' | 'now'>, crisis: string, line: Line): Promise<number> {
  const {
    account,
    means,
    amountMinor = 500,
    remedy = 'credit',
    more = {},
    payer = null,
    reverses = null,
    plan = null,
    revision = 1,
    practice = false,
    currency = 'EUR',
  } = line
  const { rows } = await sql<{ id: number }>`
    with granted as (
      insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at, reverses, granted_by)
      values (${crisis}, ${account}, ${practice}, ${remedy}, ${revision}, ${plan}, ${amountMinor}, ${currency}, ${now()}, ${reverses}, '{one,two}') returning *)
    insert into payouts (grant_id, crisis_id, account_id, practice, payer_id, means, more, changed_at)
    select id, crisis_id, account_id, practice, ${payer}, ${means}, ${JSON.stringify(more)}::jsonb, granted_at from granted returning grant_id as id`.execute(
    db,
  )
  return rows[0]?.id as number
}

export async function accountsOf({ db }: Pick<TestSystem, 'db'>, practice = false): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from accounts where practice = ${practice} order by abs(id)`.execute(db)
  return rows.map(({ id }) => id)
}

export const aliased = ({ db }: Pick<TestSystem, 'db'>, account: number, customer: string) =>
  sql`insert into account_aliases (practice, system, external_id, account_id) values (false, 'stripe', ${customer}, ${account})`.execute(db)

export async function payoutOf({ db }: Pick<TestSystem, 'db'>, grantId: number) {
  const { rows } = await sql<{ state: string; attempt: number; answer: string | null; providerId: string | null; dueAt: Date | null; doubt: string | null }>`
    select state::text, attempt, answer, provider_id as "providerId", due_at as "dueAt", doubt from payouts where grant_id = ${grantId}`.execute(db)
  return rows[0]
}
