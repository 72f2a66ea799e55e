// The sums of an impact: worked out when it is assessed, kept, and read by every screen.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { degrees } from './hit.store.ts'
import type { ImpactTotals } from './impact.contract.ts'

/** What the last assessment found; null before the first one. */
export async function impactTotals(db: Db, crisisId: string): Promise<ImpactTotals | null> {
  const { rows } = await sql<{ totals: ImpactTotals }>`select totals from impact_totals where crisis_id = ${crisisId}`.execute(db)
  return rows[0]?.totals ?? null
}

/** Works the sums out and keeps them. */
export async function keepTotals(db: Db, crisisId: string, now: Date): Promise<void> {
  const totals = JSON.stringify(await sumUp(db, crisisId, now))
  await sql`
    insert into impact_totals (crisis_id, totals, assessed_at) values (${crisisId}, ${totals}::jsonb, ${now})
    on conflict (crisis_id) do update set totals = excluded.totals, assessed_at = excluded.assessed_at`.execute(db)
}

/** The sums over everybody who is hit, worked out now. Revenue per month, per currency. */
async function sumUp(db: Db, crisisId: string, now: Date): Promise<ImpactTotals> {
  const { rows: groups } = await sql<{
    tier: string
    region: string | null
    currency: string
    degree: string
    accounts: number
    vulnerable: number
    revenue: number
  }>`
    select a.tier, a.region, a.currency, i.degree, count(*)::int as accounts, count(a.vulnerability)::int as vulnerable, least(sum(a.mrr_minor), ${Number.MAX_SAFE_INTEGER})::bigint as revenue
      from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId} group by a.tier, a.region, a.currency, i.degree`.execute(db)
  const {
    rows: [all],
  } = await sql<{ contacts: number; of: number }>`
    select (select count(*) from impact i join contacts k on k.account_id = i.account_id and k.receives_updates where i.crisis_id = ${crisisId})::int as contacts,
           (select count(*) from accounts a, crises c where c.id = ${crisisId} and a.practice = c.practice and a.merged_into is null)::int as of`.execute(db)
  const sum = (rows: typeof groups) => rows.reduce((total, row) => total + row.accounts, 0)
  const tiers = [...new Set(groups.map((row) => row.tier))]
  const regions = [...new Set(groups.map((row) => row.region ?? ''))]
  return {
    assessedAt: now.toISOString(),
    accounts: sum(groups),
    ofAccounts: all?.of ?? 0,
    contacts: all?.contacts ?? 0,
    vulnerable: groups.reduce((total, row) => total + row.vulnerable, 0),
    revenue: revenueOf(groups),
    byTier: tiers
      .map((tier) => {
        const of = groups.filter((row) => row.tier === tier)
        return { tier, accounts: sum(of), revenue: revenueOf(of) }
      })
      .sort((a, b) => (b.revenue[0]?.amountMinor ?? 0) - (a.revenue[0]?.amountMinor ?? 0)),
    byRegion: regions
      .map((region) => ({ region: region || 'unknown', accounts: sum(groups.filter((row) => (row.region ?? '') === region)) }))
      .sort((a, b) => b.accounts - a.accounts),
    byDegree: degrees.map((degree) => ({ degree, accounts: sum(groups.filter((row) => row.degree === degree)) })).filter(({ accounts }) => accounts > 0),
  }
}

function revenueOf(rows: { currency: string; revenue: number }[]) {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + row.revenue)
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor })).sort((a, b) => b.amountMinor - a.amountMinor)
}
