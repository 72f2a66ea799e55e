// The lines of a plan, account by account, each with why it is what it is and what became of it.
import { type RawBuilder, sql } from 'kysely'
import { shownMoney } from '../../communicate/frame/html.ts'
import { type Deps, namesOf } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import type { RemedyLineView } from './grants.contract.ts'
import { whyInWords } from './why.ts'

type Asked = { search?: string | undefined; held?: string | undefined; cursor?: number | undefined; limit: number }
type LineRow = Pick<RemedyLineView, 'accountId' | 'key' | 'name' | 'tier' | 'remedy' | 'owed' | 'held'> & {
  amountMinor: number
  fullMinor: number
  currency: string
  minutes: number
  month: string | null
  sentence: string | null
  reason: string | null
  granted: {
    grantId: number
    amountMinor: number
    currency: string
    at: string
    state: RemedyLineView['granted'][number]['state'] | null
    means: string | null
    by: string[]
    reversedBy: number | null
    answer: string | null
  }[]
}

/** Accounts of the newest plan in the order of their ids, after the one given; all lines of each. */
export async function linesOfPlan(deps: Deps, crisisId: string, planId: string, asked: Asked): Promise<{ items: RemedyLineView[]; next: string | null }> {
  const pattern = asked.search?.trim() ? `%${asked.search.trim().replace(/[\\%_]/g, '\\$&')}%` : null
  const ids = sql`
    select distinct l.account_id from remedy_lines l join accounts a on a.id = l.account_id
     where l.plan_id = ${planId} and l.account_id > ${asked.cursor ?? Number.MIN_SAFE_INTEGER}::bigint ${pattern === null ? sql`` : sql`and (a.name ilike ${pattern} or a.key ilike ${pattern})`}
       ${asked.held === undefined ? sql`` : sql`and l.held = ${asked.held}`} order by 1 limit ${asked.limit}`
  const lines = await read(deps, crisisId, planId, ids)
  const accounts = new Set(lines.map(({ accountId }) => accountId))
  return { items: lines, next: accounts.size === asked.limit ? String(Math.max(...accounts)) : null }
}

/** What one account gets, and got, by this crisis. */
export const linesOfAccount = (deps: Deps, crisisId: string, planId: string, accountId: number) =>
  read(deps, crisisId, planId, sql`select ${accountId}::bigint as account_id`)

async function read(deps: Deps, crisisId: string, planId: string, accounts: RawBuilder<unknown>): Promise<RemedyLineView[]> {
  const { rows } = await sql<LineRow>`
    select l.account_id as "accountId", a.key, a.name, a.tier, l.remedy, l.owed, l.held, l.amount_minor as "amountMinor", l.full_minor as "fullMinor", l.currency, l.minutes,
           to_char(l.month, 'YYYY-MM-DD') as month, remedy_sentence(p.policy, l.rule) as sentence,
           (select e.reason from remedy_edits e join accounts x on x.id = e.account_id where e.crisis_id = l.crisis_id and coalesce(x.merged_into, x.id) = l.account_id and e.remedy = l.remedy order by e.id desc limit 1) as reason,
           (select coalesce(jsonb_agg(jsonb_build_object('grantId', g.id, 'amountMinor', g.amount_minor, 'currency', g.currency, 'at', g.granted_at, 'state', o.state, 'means', o.means, 'by', g.granted_by,
                   'answer', o.answer, 'reversedBy', (select r.id from grants r where r.reverses = g.id)) order by g.revision), '[]')
              from grants g left join payouts o on o.grant_id = g.id where g.crisis_id = ${crisisId} and g.account_id = l.account_id and g.remedy = l.remedy) as granted
      from (${accounts}) x join remedy_lines l on l.plan_id = ${planId} and l.account_id = x.account_id join accounts a on a.id = l.account_id join remedy_plans p on p.id = l.plan_id
     order by l.account_id, l.owed desc, l.rule, l.remedy`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.flatMap(({ granted }) => granted.flatMap(({ by }) => by)),
  )
  return rows.map(({ amountMinor, fullMinor, currency, minutes, month, sentence, reason, granted, ...line }) => ({
    ...line,
    amount: { amountMinor, currency },
    full: { amountMinor: fullMinor, currency },
    why: whyInWords({ sentence: sentence ?? line.remedy, minutes, owed: line.owed, month, amountMinor, fullMinor, held: line.held, reason }, (minor) =>
      shownMoney(minor, currency, 'en'),
    ),
    granted: granted.map(({ by, amountMinor: minor, currency: of, state, means, ...grant }) => ({
      ...grant,
      at: new Date(grant.at).toISOString(),
      amount: { amountMinor: minor, currency: of },
      state: state ?? 'approved',
      means: means ?? 'file',
      approvedBy: by.map(person),
    })),
  }))
}

/** Changes what one account gets of one remedy, with a reason; the next plan of the crisis keeps it. Over the policy's cap it is cut there, and says so. What is owed is only written where it cannot be worked out. */
export async function editLine(
  { db }: Pick<Deps, 'db'>,
  {
    crisisId,
    accountId,
    remedy,
    amountMinor,
    reason,
    by,
    now,
  }: { crisisId: string; accountId: number; remedy: string; amountMinor: number; reason: string; by: string; now: Date },
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into remedy_edits (crisis_id, account_id, practice, remedy, amount_minor, reason, edited_by, edited_at)
    select l.crisis_id, l.account_id, l.practice, l.remedy, ${amountMinor}, ${reason}, ${by}, ${now}
      from remedy_lines l where l.crisis_id = ${crisisId} and l.account_id = ${accountId} and l.remedy = ${remedy} and (not l.owed or (l.held is not null and l.month is not null))
       and l.plan_id = (select p.id from remedy_plans p where p.crisis_id = ${crisisId} order by p.revision desc, p.planned_at desc limit 1)`.execute(db)
  if (!numAffectedRows)
    throw new Refused(
      'not-found',
      'The plan has no such line of goodwill for this account. What a contract owes is only written by people where it cannot be worked out: change the contract’s table instead.',
    )
}
