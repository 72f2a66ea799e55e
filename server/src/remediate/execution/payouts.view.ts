// What became of each line, with who approved it and what people said of it since.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import type { PayoutQuery, PayoutView } from './execution.contract.ts'
import { referenceOf } from './lines.store.ts'
import { forPerson } from './progress.store.ts'

type View = z.input<typeof PayoutView>
type Row = Omit<View, 'reference' | 'account' | 'grantedBy' | 'decisions'> & {
  goodwillId: string | null
  revision: number
  accountId: number
  accountKey: string
  accountName: string
  grantedBy: string[]
  decisions: { what: View['decisions'][number]['what']; evidence: string; by: string; at: string }[]
}

/** In the order of the ledger, a page at a time. */
export async function listPayouts(deps: Deps, query: z.output<typeof PayoutQuery>): Promise<{ items: View[]; next: string | null }> {
  const [after = 0] = fromCursor<[number]>(query.cursor, ['number']) ?? []
  const { plan, crisis, payer, account, state, means } = query
  const rows = await read(
    deps,
    sql`p.grant_id > ${after} and (${plan ?? null}::uuid is null or g.plan_id = ${plan ?? null}) and (${crisis ?? null}::uuid is null or g.crisis_id = ${crisis ?? null})
      and (${payer ?? null}::uuid is null or p.payer_id = ${payer ?? null}) and (${account ?? null}::bigint is null or g.account_id = ${account ?? null})
      and (${state ?? null}::payout_state is null or p.state = ${state ?? null}::payout_state) and (${means ?? null}::text is null or p.means = ${means ?? null})
      and (${query.forPeople !== 'true'} or ${forPerson})`,
    query.limit + 1,
  )
  return toPage(rows, query.limit, ({ grantId }) => [grantId])
}

export async function payoutView(deps: Deps, grantId: number): Promise<View> {
  const [view] = await read(deps, sql`p.grant_id = ${grantId}`, 1)
  if (!view) throw new Refused('not-found', 'There is no such line in the ledger.')
  return view
}

async function read(deps: Deps, where: ReturnType<typeof sql>, limit: number): Promise<View[]> {
  const { rows } = await sql<Row>`
    select p.grant_id as "grantId", g.crisis_id as "crisisId", g.plan_id as "planId", g.goodwill_id as "goodwillId", g.revision, a.id as "accountId", a.key as "accountKey", a.name as "accountName", g.remedy, g.owed, g.reverses,
           g.amount_minor as "amountMinor", g.currency, p.means, p.payer_id as "payerId", p.state::text as state, (${forPerson}) as "forPerson", p.attempt, p.tries, p.first_called_at as "firstCalledAt", p.called_at as "calledAt",
           p.due_at as "dueAt", p.changed_at as "changedAt", p.provider_id as "providerId", p.answer, g.granted_by as "grantedBy",
           coalesce((select json_agg(json_build_object('what', d.what, 'evidence', d.evidence, 'by', d.decided_by, 'at', to_char(d.decided_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by d.id) from payout_decisions d where d.grant_id = p.grant_id), '[]') as decisions
      from payouts p join grants g on g.id = p.grant_id join accounts a on a.id = g.account_id and a.practice = g.practice
     where ${where} order by p.grant_id limit ${limit}`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.flatMap(({ grantedBy, decisions }) => [...grantedBy, ...decisions.map(({ by }) => by)]),
  )
  return rows.map(({ goodwillId, revision, accountId, accountKey, accountName, grantedBy, decisions, ...row }) => ({
    ...row,
    reference: referenceOf({ crisisId: row.crisisId, goodwillId, accountId, remedy: row.remedy, revision }),
    account: { id: accountId, key: accountKey, name: accountName },
    grantedBy: grantedBy.map(person),
    decisions: decisions.map(({ by, ...each }) => ({ ...each, by: person(by) })),
  }))
}
