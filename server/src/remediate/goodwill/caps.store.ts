// Agents' goodwill is under the caps of the policy like a plan: beyond them somebody who approves remedies must agree.
import { sql } from 'kysely'
import { playbookOf } from '../../communicate/updates/updates.store.ts'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { partOf } from '../grants/plan-terms.store.ts'
import { policiesInForce, policyInForce } from '../policies/policies.store.ts'
import type { PolicyInForce } from '../policies/policy.ts'

export type Giving = { accountId: number; crisisId: string | null; amountMinor: number; currency: string; now: Date }
type Caps = PolicyInForce['caps']
type Over = { once: boolean; year: boolean; crisis: boolean }

/** @returns why somebody must agree; undefined where no cap is passed. Of an account without a price nobody knows a percent. */
export async function beyondCaps(deps: Pick<Deps, 'db' | 'shelf'>, giving: Giving): Promise<string | undefined> {
  const caps = giving.crisisId === null ? await ofNoCrisis(deps) : (await policyInForce(deps, (await playbookOf(deps.db, giving.crisisId)).remedies)).caps
  if (Object.keys(caps).length === 0) return undefined
  const { once, year, crisis } = await over(deps.db, giving, caps)
  const what = once
    ? 'With it this account gets more goodwill for this crisis than the policy allows'
    : year
      ? 'With it this account gets more goodwill within a year than the policy allows'
      : crisis && 'With it this crisis costs more than the policy allows'
  return what ? `${what}: somebody who approves remedies must agree.` : undefined
}

/** Goodwill of no crisis has no policy of its own: the lowest cap of a year counts. */
async function ofNoCrisis(deps: Pick<Deps, 'db' | 'shelf'>): Promise<Caps> {
  const years = Object.values((await policiesInForce(deps)).policies).flatMap(({ caps }) => caps.accountYear ?? [])
  return years.length > 0 ? { accountYear: Math.min(...years) } : {}
}

async function over(db: Db, { accountId, crisisId, amountMinor, currency, now }: Giving, { account, accountYear, crisis }: Caps): Promise<Over> {
  const cap = (percent: number) => partOf(sql`a.mrr_minor`, sql.lit(Math.round(percent * 100)))
  const goodwill = sql`
    ${amountMinor}::bigint + (select coalesce(sum(g.amount_minor), 0) from accounts x join grants g on g.account_id = x.id where (x.id = a.id or x.merged_into = a.id) and not g.owed and g.currency = ${currency}`
  const costs = sql`${amountMinor}::bigint + (select coalesce(sum(g.amount_minor), 0) from grants g where g.crisis_id = ${crisisId}::uuid and g.currency = ${currency})`
  const { rows } = await sql<Over>`
    select a.mrr_minor > 0 and ${account === undefined ? sql`false` : sql`${goodwill} and g.crisis_id = ${crisisId}::uuid) > ${cap(account)}`} as once,
           a.mrr_minor > 0 and ${accountYear === undefined ? sql`false` : sql`${goodwill} and g.granted_at > ${now}::timestamptz - interval '365 days') > ${cap(accountYear)}`} as year,
           ${crisis === undefined ? sql`false` : sql`${costs} > ${crisis[currency] ?? 0}::bigint`} as crisis
      from accounts a where a.id = ${accountId}`.execute(db)
  return rows[0] as Over
}
