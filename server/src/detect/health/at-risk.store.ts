// Accounts at risk, by the revenue that would go with them.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { type Facts, healthOf, risks } from './health.ts'
import type { AtRiskAccount, AtRiskFilter, AtRiskQuery, AtRiskSums } from './health.contract.ts'
import { factColumns } from './health.store.ts'
import { outreachColumns, type StoredOutreach, withNames } from './outreach-view.store.ts'

type Asked = Omit<AtRiskFilter, 'practice'> & { practice: boolean; mine: string }
type Row = Facts & Omit<AtRiskAccount, 'score' | 'risk' | 'against' | 'outreach'> & { outreach: StoredOutreach | null; mrr: number }

export const accountColumns = sql`
  a.id as "accountId", a.key, a.name, a.tier, a.region, a.vulnerability, jsonb_build_object('amountMinor', a.mrr_minor, 'currency', a.currency) as revenue, a.mrr_minor as mrr, a.owner_email as "ownerEmail"`

/** Of which accounts `a` with their health `h`. @param mine the address of whoever asks */
export const askedFor = ({ owner, tier, practice, mine }: Pick<Asked, 'owner' | 'tier' | 'practice' | 'mine'>): RawBuilder<unknown> => sql`
  a.practice = ${practice} and a.merged_into is null and ${tier === undefined ? sql`true` : sql`a.tier = ${tier}`}
  and ${owner === undefined ? sql`true` : owner === 'nobody' ? sql`a.owner_email is null` : sql`lower(a.owner_email) = lower(${owner === 'mine' ? mine : owner})`}`

const ofRisk = (risk: Asked['risk']) =>
  risk === 'high'
    ? sql`h.score < ${risks.high}`
    : risk === 'medium'
      ? sql`h.score >= ${risks.high} and h.score < ${risks.medium}`
      : sql`h.score < ${risks.medium}`
const from = (asked: Asked) => sql`account_health h join accounts a on a.id = h.account_id where h.score < 75 and ${ofRisk(asked.risk)} and ${askedFor(asked)}`

/** A page of them, the largest revenue first. */
export async function listAtRisk(db: Db, asked: Asked & Pick<z.output<typeof AtRiskQuery>, 'cursor' | 'limit'>, now: Date) {
  const after = fromCursor<[number, number]>(asked.cursor, ['number', 'number'])
  const { rows } = await sql<Row>`
    select ${accountColumns}, ${factColumns}, (select ${outreachColumns} from outreach o where o.account_id = a.id and o.state in ('open', 'taken', 'later')) as outreach
      from ${from(asked)} and ${after ? sql`(-a.mrr_minor, a.id) > (${-after[0]}::bigint, ${after[1]}::bigint)` : sql`true`}
     order by -a.mrr_minor, a.id limit ${asked.limit + 1}`.execute(db)
  const named = await withNames(
    db,
    rows.map(({ outreach }) => outreach),
    now,
  )
  const page = toPage(rows, asked.limit, ({ mrr, accountId }) => [mrr, accountId])
  return { ...page, items: page.items.map((row, i) => ({ ...row, ...healthOf(row, now), outreach: named[i] ?? null })) }
}

/** How many there are, what they pay, and whose they are: for whoever filters the list. */
export async function sumsAtRisk(db: Db, asked: Asked): Promise<AtRiskSums> {
  const { rows } = await sql<AtRiskSums>`
    with listed as (select h.score, a.mrr_minor, a.currency from ${from(asked)}),
         whose as (select distinct a.owner_email, a.tier from ${from({ practice: asked.practice, mine: asked.mine })})
    select count(*) filter (where score < ${risks.high})::int as high, count(*) filter (where score >= ${risks.high})::int as medium,
           (select coalesce(jsonb_agg(jsonb_build_object('amountMinor', least(amount, ${Number.MAX_SAFE_INTEGER}), 'currency', currency) order by amount desc), '[]')
              from (select currency, sum(mrr_minor) as amount from listed group by currency) s where amount > 0) as revenue,
           array(select distinct owner_email from whose where owner_email is not null order by 1 limit 200) as owners, array(select distinct tier from whose order by 1 limit 200) as tiers
      from listed`.execute(db)
  return rows[0] as AtRiskSums
}
