// Macros as agents see them: what each does, who may use it, and what was done and given with it in this month.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { type AnswerValues, said, wrongIn } from '../answers/answer.ts'
import { macrosInForce } from './in-force.store.ts'
import type { MacroView } from './macros.contract.ts'
import { mayUse } from './macros.ts'

type Totals = { macro: string } & MacroView['thisMonth']

export async function macrosView(deps: Pick<Deps, 'db' | 'clock'>, who: Principal): Promise<{ macros: MacroView[] }> {
  const macros = await macrosInForce(deps.db)
  const sums = (state: string) => sql`
    coalesce((select jsonb_agg(jsonb_build_object('currency', s.currency, 'amountMinor', s.sum) order by s.currency) from (
      select r.currency, sum(r.amount_minor)::bigint as sum from macro_uses w join goodwill_requests r on r.id = w.goodwill_id where w.macro = u.macro and w.at >= ${since} and r.state = ${state} and not exists (select from grants b where b.reverses = r.grant_id) group by 1) s), '[]')`
  const since = sql`date_trunc('month', ${deps.clock()}::timestamptz, 'UTC')`
  const { rows } = await sql<Totals>`
    select u.macro, count(*)::int as uses, count(*) filter (where u.person = ${who.id})::int as mine, ${sums('granted')} as granted, ${sums('waiting')} as waiting
      from macro_uses u where u.at >= ${since} group by u.macro`.execute(deps.db)
  const totals = new Map(rows.map(({ macro, ...of }) => [macro, of]))
  const person = await namesOf(
    deps,
    macros.map(({ author }) => author),
  )
  return {
    macros: macros.map(({ author, at, removed: _, ...macro }) => ({
      ...macro,
      mayUse: mayUse(macro.groups, who.groups),
      changedAt: at?.toISOString() ?? null,
      changedBy: author === null ? null : person(author),
      thisMonth: totals.get(macro.id) ?? { uses: 0, mine: 0, granted: [], waiting: [] },
    })),
  }
}

const nobody: AnswerValues = { name: null, account: null, number: '#4711', last_update: null, next_update: null, status_page: 'https://status.example/' }
const somebody: AnswerValues = {
  ...nobody,
  name: 'Anna Weber',
  account: 'Weber & Söhne',
  last_update: 'Payments by card fail for some customers',
  next_update: '14:30',
}

/** How texts read where everything is known of a customer, and where nothing is. */
export const readTexts = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([language, text]) => ({ language, full: said(text, somebody), bare: said(text, nobody), wrong: wrongIn(text) ?? null }))
